package io.parley.relay.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The WebSocket handshake's proof that the server knows what it is doing (RFC 6455, 4.2.2). */
final class WebSocketKey {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MAX_KEY = 64;

    private WebSocketKey() {}

    /** Null when the key is no key. */
    static @Nullable String accept(@Nullable String key) {
        if (key == null || key.isBlank() || key.length() > MAX_KEY) {
            return null;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key.trim() + MAGIC).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}

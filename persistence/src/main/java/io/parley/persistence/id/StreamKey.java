package io.parley.persistence.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The URL-safe name under which the relay knows a stream: 128 bits of SHA-256 over app and streamID. Publisher and players derive
 * the same key, and no character of a streamID ever has to survive URL escaping.
 */
public record StreamKey(String value) {

    public static StreamKey of(AppId app, StreamId stream) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((app.value() + "/").getBytes(StandardCharsets.US_ASCII));
            byte[] hash = digest.digest(stream.value().getBytes(StandardCharsets.UTF_8));
            return new StreamKey(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

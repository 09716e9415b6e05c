package io.parley.ejb.app;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The room token of version 04: {@code "04" + base64(expire:8, ivLength:2, iv, cipherLength:2, cipher, mode:0 or 1)}, the cipher being
 * JSON under AES-256 with the 32 characters of the app's ServerSecret. Mode 1 is GCM. Without a mode byte, or with 0, it is CBC, which
 * nothing authenticates: a changed IV changes the first characters of what is read. The outer expire is authenticated in neither and
 * therefore not used.
 *
 * @param appId as the token says
 * @param userId as the token says
 * @param expiresAt the end of its life
 * @param roomId the only room, or null for any
 * @param mayLogin whether the token gives the right to log in
 * @param mayPublish whether the token gives the right to publish
 * @param streamIds the only streams to publish, or null for any
 */
public record Token04(
        long appId,
        String userId,
        Instant expiresAt,
        @Nullable String roomId,
        boolean mayLogin,
        boolean mayPublish,
        @Nullable List<String> streamIds) {

    /** Characters; a token with a hundred long streamIDs is about half of it. */
    public static final int MAX_LENGTH = 65_536;

    private static final String VERSION = "04";
    private static final int GCM_NONCE = 12;
    private static final int GCM_TAG_BITS = 128;
    private static final byte GCM_MODE = 1;
    private static final byte CBC_MODE = 0;
    private static final int AES_BLOCK = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How a token is encrypted. */
    public enum Form {
        GCM,
        CBC
    }

    /**
     * A token that was opened.
     *
     * @param issuedAt as it says of itself, null when it does not
     * @param secret which of the secrets opened it, from 0
     */
    public record Opened(Token04 token, @Nullable Instant issuedAt, Form form, int secret) {}

    /**
     * Opens a token with the secret that it was made with. A padding may fit another secret by chance, one time in 256: a token of
     * the CBC form belongs to the first secret under which its content is that of a token.
     *
     * @param secrets the ServerSecrets that are valid now
     * @param cbcAllowed whether the unauthenticated form is good; if not, it is refused undecrypted
     */
    public static Opened open(@Nullable String token, List<String> secrets, boolean cbcAllowed) {
        Envelope envelope = envelope(token);
        if (envelope.form() == Form.CBC && !cbcAllowed) {
            throw malformed("the unauthenticated CBC form is not accepted");
        }
        Refused refused = malformed("no secret of the app opens it");
        for (int i = 0; i < secrets.size(); i++) {
            Plain plain = envelope.decrypt(secrets.get(i));
            if (plain != null) {
                try {
                    Opened opened = read(plain.content(), envelope.form(), i);
                    if (plain.whole()) {
                        return opened;
                    }
                } catch (Refused e) {
                    refused = e;
                }
            }
        }
        throw refused;
    }

    /** Whether the text has the form of a token, without any secret. @return how it is encrypted */
    static Form requireForm(@Nullable String token) {
        return envelope(token).form();
    }

    private static Envelope envelope(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            throw new Refused(Refusal.TOKEN_MISSING);
        }
        if (token.length() > MAX_LENGTH || !token.startsWith(VERSION)) {
            throw malformed("not a version 04 token");
        }
        return Envelope.parse(token.substring(VERSION.length()));
    }

    /** Makes the token text. */
    public String seal(String secret, Instant issuedAt) {
        var payload = Json.createObjectBuilder().add("room_id", roomId == null ? "" : roomId);
        payload.add(
                "privilege",
                Json.createObjectBuilder().add("1", mayLogin ? 1 : 0).add("2", mayPublish ? 1 : 0));
        payload.add(
                "stream_id_list",
                streamIds == null
                        ? JsonValue.NULL
                        : Json.createArrayBuilder(streamIds).build());
        String json = Json.createObjectBuilder()
                .add("app_id", appId)
                .add("user_id", userId)
                .add("nonce", RANDOM.nextInt())
                .add("ctime", issuedAt.getEpochSecond())
                .add("expire", expiresAt.getEpochSecond())
                .add("payload", payload.build().toString())
                .build()
                .toString();
        byte[] nonce = new byte[GCM_NONCE];
        RANDOM.nextBytes(nonce);
        return VERSION + Envelope.seal(json.getBytes(StandardCharsets.UTF_8), secret, nonce, expiresAt);
    }

    private static Opened read(byte[] plain, Form form, int secret) {
        String json = new String(plain, StandardCharsets.UTF_8);
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            JsonObject body = reader.readObject();
            JsonObject payload = payload(body);
            String room = payload == null ? null : text(payload.get("room_id"));
            Token04 token = new Token04(
                    number(body, "app_id"),
                    requiredText(body, "user_id"),
                    Instant.ofEpochSecond(number(body, "expire")),
                    room == null || room.isEmpty() ? null : room,
                    privilege(payload, "1"),
                    privilege(payload, "2"),
                    streamIds(payload));
            Instant issued =
                    body.get("ctime") instanceof JsonNumber ? Instant.ofEpochSecond(number(body, "ctime")) : null;
            return new Opened(token, issued, form, secret);
        } catch (JsonException | ArithmeticException | ClassCastException | java.time.DateTimeException e) {
            throw malformed("its content is not what version 04 says");
        }
    }

    private static @Nullable JsonObject payload(JsonObject body) {
        String text = text(body.get("payload"));
        if (text == null || text.isBlank()) {
            return null;
        }
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** Without a payload everything is allowed; with one, a privilege that is not named is allowed too (login-only tokens). */
    private static boolean privilege(@Nullable JsonObject payload, String name) {
        if (payload == null || !(payload.get("privilege") instanceof JsonObject privileges)) {
            return true;
        }
        JsonValue value = privileges.get(name);
        return value == null || value instanceof JsonNumber number && number.intValueExact() == 1;
    }

    private static @Nullable List<String> streamIds(@Nullable JsonObject payload) {
        JsonValue value = payload == null ? null : payload.get("stream_id_list");
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        List<String> ids = new ArrayList<>();
        for (JsonValue id : value.asJsonArray()) {
            ids.add(((JsonString) id).getString());
        }
        return List.copyOf(ids);
    }

    private static long number(JsonObject object, String name) {
        if (object.get(name) instanceof JsonNumber number) {
            return number.longValueExact();
        }
        throw malformed(name + " is not a number");
    }

    private static String requiredText(JsonObject object, String name) {
        String value = text(object.get(name));
        if (value == null) {
            throw malformed(name + " is missing");
        }
        return value;
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        return value instanceof JsonString string ? string.getString() : null;
    }

    private static Refused malformed(String why) {
        return new Refused(Refusal.TOKEN_MALFORMED, why);
    }

    /**
     * What was decrypted. It is read whether whole or not, so that a wrong padding takes as long as a wrong content.
     *
     * @param whole false where the padding is wrong
     */
    private record Plain(byte[] content, boolean whole) {}

    /** The encrypted outside of a token. */
    private record Envelope(byte[] iv, byte[] cipher, Form form) {

        static Envelope parse(String base64) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
                bytes.getLong();
                byte[] iv = block(bytes);
                byte[] cipher = block(bytes);
                byte mode = bytes.hasRemaining() ? bytes.get() : CBC_MODE;
                if (bytes.hasRemaining()) {
                    throw malformed("something follows the mode byte");
                }
                if (mode == GCM_MODE && iv.length == GCM_NONCE) {
                    return new Envelope(iv, cipher, Form.GCM);
                } else if (mode == CBC_MODE && iv.length == AES_BLOCK) {
                    return new Envelope(iv, cipher, Form.CBC);
                }
                throw malformed("mode " + mode + " with " + iv.length + " bytes of IV is neither GCM nor CBC");
            } catch (IllegalArgumentException | BufferUnderflowException e) {
                throw malformed("not base64, or cut short");
            }
        }

        private static byte[] block(ByteBuffer bytes) {
            byte[] block = new byte[Math.min(Short.toUnsignedInt(bytes.getShort()), bytes.remaining() + 1)];
            bytes.get(block);
            return block;
        }

        @Nullable
        Plain decrypt(String secret) {
            if (cipher.length < AES_BLOCK) {
                return null; // shorter than a tag or a block: the JDK's own answer to that is no
                // GeneralSecurityException
            }
            try {
                return form == Form.GCM
                        ? new Plain(cipher(Cipher.DECRYPT_MODE, secret, iv).doFinal(cipher), true)
                        : unpadded(cbc(secret).doFinal(cipher));
            } catch (GeneralSecurityException e) {
                return null; // another secret may fit
            }
        }

        /** Without the padding. A wrong one is looked at in whole, and leaves all of the content to be read. */
        private static Plain unpadded(byte[] plain) {
            int padding = plain[plain.length - 1] & 0xff;
            int wrong = padding < 1 || padding > AES_BLOCK ? 1 : 0;
            for (int i = 1; i <= AES_BLOCK; i++) {
                int differs = plain[plain.length - i] ^ padding;
                wrong |= i <= padding ? differs : 0;
            }
            return new Plain(Arrays.copyOf(plain, plain.length - (wrong == 0 ? padding : 0)), wrong == 0);
        }

        static String seal(byte[] plain, String secret, byte[] nonce, Instant expiresAt) {
            try {
                byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce).doFinal(plain);
                ByteBuffer out = ByteBuffer.allocate(8 + 2 + nonce.length + 2 + sealed.length + 1)
                        .putLong(expiresAt.getEpochSecond())
                        .putShort((short) nonce.length)
                        .put(nonce)
                        .putShort((short) sealed.length)
                        .put(sealed)
                        .put(GCM_MODE);
                return Base64.getEncoder().encodeToString(out.array());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-256-GCM is missing", e);
            }
        }

        private Cipher cbc(String secret) throws GeneralSecurityException {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES"),
                    new IvParameterSpec(iv));
            return aes;
        }

        private static Cipher cipher(int mode, String secret, byte[] iv) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES");
            cipher.init(mode, key, new GCMParameterSpec(GCM_TAG_BITS, iv));
            return cipher;
        }
    }
}

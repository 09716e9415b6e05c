package io.parley.ejb.app;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    /** Looked up once: {@code Json}'s own methods search the class path each time. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The encryption of a token. */
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
        TokenEnvelope envelope = envelope(token);
        if (envelope.form() == Form.CBC && !cbcAllowed) {
            throw malformed("it has the CBC form, which the app does not accept");
        }
        Refused refused = malformed("no secret of the app opens it");
        for (int i = 0; i < secrets.size(); i++) {
            TokenEnvelope.Plain plain = envelope.decrypt(secrets.get(i));
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

    /** Reads the form of a token, without any secret. @return its cipher */
    static Form requireForm(@Nullable String token) {
        return envelope(token).form();
    }

    private static TokenEnvelope envelope(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            throw new Refused(Refusal.TOKEN_MISSING);
        }
        if (token.length() > MAX_LENGTH || !token.startsWith(VERSION)) {
            throw malformed("not a version 04 token");
        }
        return TokenEnvelope.parse(token.substring(VERSION.length()));
    }

    /** Makes the token text. */
    public String seal(String secret, Instant issuedAt) {
        var payload = JSON.createObjectBuilder().add("room_id", roomId == null ? "" : roomId);
        payload.add(
                "privilege",
                JSON.createObjectBuilder().add("1", mayLogin ? 1 : 0).add("2", mayPublish ? 1 : 0));
        payload.add(
                "stream_id_list",
                streamIds == null
                        ? JsonValue.NULL
                        : JSON.createArrayBuilder(streamIds).build());
        String json = JSON.createObjectBuilder()
                .add("app_id", appId)
                .add("user_id", userId)
                .add("nonce", RANDOM.nextInt())
                .add("ctime", issuedAt.getEpochSecond())
                .add("expire", expiresAt.getEpochSecond())
                .add("payload", payload.build().toString())
                .build()
                .toString();
        return VERSION + TokenEnvelope.seal(json.getBytes(StandardCharsets.UTF_8), secret, expiresAt);
    }

    private static Opened read(byte[] plain, Form form, int secret) {
        String json = new String(plain, StandardCharsets.UTF_8);
        try (JsonReader reader = JSON.createReader(new StringReader(json))) {
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
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
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

    static Refused malformed(String why) {
        return new Refused(Refusal.TOKEN_MALFORMED, why);
    }
}

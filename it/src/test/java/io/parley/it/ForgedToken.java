package io.parley.it;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as a customer's own server makes them, right ones and wrong ones: version 04, GCM form. */
record ForgedToken(long appID, String userID, Instant expires, String roomID, boolean mayLogin, boolean mayPublish) {

    static ForgedToken of(long appID, String userID) {
        return new ForgedToken(appID, userID, Instant.now().plusSeconds(600), "", true, true);
    }

    ForgedToken expiring(Instant at) {
        return new ForgedToken(appID, userID, at, roomID, mayLogin, mayPublish);
    }

    ForgedToken onlyIn(String room) {
        return new ForgedToken(appID, userID, expires, room, mayLogin, mayPublish);
    }

    ForgedToken rights(boolean login, boolean publish) {
        return new ForgedToken(appID, userID, expires, roomID, login, publish);
    }

    String seal(String secret) {
        String payload = Json.write(
                Map.of("room_id", roomID, "privilege", Map.of("1", mayLogin ? 1 : 0, "2", mayPublish ? 1 : 0)));
        String json = Json.write(Map.of(
                "app_id",
                appID,
                "user_id",
                userID,
                "nonce",
                4711,
                "ctime",
                Instant.now().getEpochSecond(),
                "expire",
                expires.getEpochSecond(),
                "payload",
                payload));
        try {
            byte[] nonce = new byte[12];
            new SecureRandom().nextBytes(nonce);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES"),
                    new GCMParameterSpec(128, nonce));
            byte[] sealed = cipher.doFinal(json.getBytes(StandardCharsets.UTF_8));
            ByteBuffer out = ByteBuffer.allocate(8 + 2 + nonce.length + 2 + sealed.length + 1)
                    .putLong(expires.getEpochSecond())
                    .putShort((short) nonce.length)
                    .put(nonce)
                    .putShort((short) sealed.length)
                    .put(sealed)
                    .put((byte) 1);
            return "04" + Base64.getEncoder().encodeToString(out.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

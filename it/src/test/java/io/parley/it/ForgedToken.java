package io.parley.it;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as a customer's own server makes them, right ones and wrong ones: version 04, GCM form unless CBC is asked for. */
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
        try {
            byte[] nonce = new byte[12];
            new SecureRandom().nextBytes(nonce);
            return envelope(secret, "AES/GCM/NoPadding", nonce, new GCMParameterSpec(128, nonce), new byte[] {1});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The older form, which nothing authenticates. */
    String sealCbc(String secret) {
        try {
            byte[] iv = new byte[16];
            new SecureRandom().nextBytes(iv);
            return envelope(secret, "AES/CBC/PKCS5Padding", iv, new IvParameterSpec(iv), new byte[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String envelope(
            String secret, String transformation, byte[] iv, AlgorithmParameterSpec parameters, byte[] mode)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES"), parameters);
        byte[] sealed = cipher.doFinal(json().getBytes(StandardCharsets.UTF_8));
        ByteBuffer out = ByteBuffer.allocate(8 + 2 + iv.length + 2 + sealed.length + mode.length)
                .putLong(expires.getEpochSecond())
                .putShort((short) iv.length)
                .put(iv)
                .putShort((short) sealed.length)
                .put(sealed)
                .put(mode);
        return "04" + Base64.getEncoder().encodeToString(out.array());
    }

    private String json() {
        String payload = Json.write(
                Map.of("room_id", roomID, "privilege", Map.of("1", mayLogin ? 1 : 0, "2", mayPublish ? 1 : 0)));
        return Json.write(Map.of(
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
    }
}

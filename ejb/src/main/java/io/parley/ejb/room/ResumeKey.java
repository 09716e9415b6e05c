package io.parley.ejb.room;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The secret by which a client comes back to its stay: 128 random bits, of which the database keeps the SHA-256 only. */
record ResumeKey(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static ResumeKey random() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return new ResumeKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    byte[] hash() {
        return hash(text);
    }

    static boolean isPlausible(@Nullable String text) {
        return text != null && !text.isEmpty() && text.length() <= 64;
    }

    static boolean matches(@Nullable String text, byte @Nullable [] hash) {
        return text != null && isPlausible(text) && hash != null && MessageDigest.isEqual(hash(text), hash);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ResumeKey";
    }
}

package io.parley.ejb.admin;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** PBKDF2 with HMAC-SHA-512 as {@code pbkdf2-sha512$iterations$salt$hash}, so that the cost can grow later. */
final class Passwords {

    /** OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA512. */
    private static final int ITERATIONS = 210_000;

    private static final String SCHEME = "pbkdf2-sha512";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Compared against when there is no such account, so that both cost the same. */
    static final String NOBODY = hash("nobody");

    /** In characters. NIST SP 800-63B asks for 8 at least and no other rules of form. */
    static final int SHORTEST = 10;

    /** Longer ones would only cost time to derive. */
    static final int LONGEST = 1024;

    private Passwords() {}

    /** @throws Refused when it is short, or says the name, or is one letter over and over */
    static String requireGood(@Nullable String password, String username) {
        if (password == null || password.length() < SHORTEST || password.length() > LONGEST) {
            throw new Refused(Refusal.PASSWORD_WEAK, "at least " + SHORTEST + " characters");
        }
        if (password.toLowerCase(Locale.ROOT).contains(username.toLowerCase(Locale.ROOT))
                || password.chars().distinct().count() < 4) {
            throw new Refused(Refusal.PASSWORD_WEAK, "too easy to guess");
        }
        return password;
    }

    /** @throws Refused when it is empty, longer than 128 characters, or has a control character or a space at an end */
    static String requireName(@Nullable String username) {
        if (username == null
                || username.isBlank()
                || username.length() > 128
                || !username.equals(username.strip())
                || username.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(
                    Refusal.ARGUMENT_WRONG, "a user name has 1 to 128 characters, none of them a control character");
        }
        return username;
    }

    static String hash(String password) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return SCHEME + "$" + ITERATIONS + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(derive(password, salt, ITERATIONS));
    }

    static boolean matches(String password, String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] expected = Base64.getDecoder().decode(parts[3]);
        return MessageDigest.isEqual(expected, derive(password, salt, Integer.parseInt(parts[1])));
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 512);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
        }
    }
}

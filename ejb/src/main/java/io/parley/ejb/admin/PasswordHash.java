package io.parley.ejb.admin;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** PBKDF2 with HMAC-SHA-512 as {@code pbkdf2-sha512$iterations$salt$hash}, so that the cost can grow later. */
final class PasswordHash {

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

    /** Of a user name, in characters. */
    static final int LONGEST_NAME = 128;

    private PasswordHash() {}

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

    /**
     * Names of local accounts, and those of the identity provider alike.
     *
     * @throws Refused when it is empty, longer than {@value #LONGEST_NAME} characters, has a character that cannot be seen, a space at
     *     an end, or accents apart from their letters (Unicode NFC)
     */
    static String requireName(@Nullable String username) {
        if (username == null
                || username.isBlank()
                || username.length() > LONGEST_NAME
                || !username.equals(username.strip())
                || username.codePoints().anyMatch(PasswordHash::isInvisible)
                || !Normalizer.isNormalized(username, Normalizer.Form.NFC)) {
            throw new Refused(
                    Refusal.ARGUMENT_WRONG,
                    "a user name has 1 to " + LONGEST_NAME + " characters, none of them a control character");
        }
        return username;
    }

    /** The text with a replacement character for each that cannot be seen: for logs and records. */
    static String printable(String text) {
        return text.codePoints()
                .map(character -> isInvisible(character) ? '\uFFFD' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Control characters, U+0000 among them, marks of direction and width, and halves of characters. */
    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
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

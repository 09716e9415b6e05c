package io.parley.ejb.app;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The encrypted outside of a {@link Token04}. */
record TokenEnvelope(byte[] iv, byte[] cipher, Token04.Form form) {

    private static final int GCM_NONCE = 12;
    private static final int GCM_TAG_BITS = 128;
    private static final byte GCM_MODE = 1;
    private static final byte CBC_MODE = 0;
    private static final int AES_BLOCK = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The decrypted content. It is read whether whole or not, so that a wrong padding takes as long as a wrong content.
     *
     * @param whole false where the padding is wrong
     */
    record Plain(byte[] content, boolean whole) {}

    static TokenEnvelope parse(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            bytes.getLong();
            byte[] iv = block(bytes);
            byte[] cipher = block(bytes);
            byte mode = bytes.hasRemaining() ? bytes.get() : CBC_MODE;
            if (bytes.hasRemaining()) {
                throw Token04.malformed("something follows the mode byte");
            }
            if (mode == GCM_MODE && iv.length == GCM_NONCE) {
                return new TokenEnvelope(iv, cipher, Token04.Form.GCM);
            } else if (mode == CBC_MODE && iv.length == AES_BLOCK) {
                return new TokenEnvelope(iv, cipher, Token04.Form.CBC);
            }
            throw Token04.malformed("mode " + mode + " with " + iv.length + " bytes of IV is neither GCM nor CBC");
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw Token04.malformed("not base64, or cut short");
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
            return form == Token04.Form.GCM
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

    static String seal(byte[] plain, String secret, Instant expiresAt) {
        byte[] nonce = new byte[GCM_NONCE];
        RANDOM.nextBytes(nonce);
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

package io.parley.persistence.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what must not lie readable in the database: app secrets and private keys. AES-256-GCM under a master key that is not in
 * the database: {@code parley.master-key} (32 bytes in base64, the same on every node), else a file that the first start makes.
 */
public final class SecretVault {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    SecretVault(byte[] masterKey) {
        if (masterKey.length != 32) {
            throw new IllegalArgumentException("parley.master-key must be 32 bytes in base64");
        }
        key = new SecretKeySpec(masterKey, "AES");
    }

    /**
     * The vault of this server.
     *
     * @throws IllegalStateException when {@code parley.data-dir} is open to other users of this machine
     */
    public static SecretVault open() {
        String data = Settings.get("parley.data-dir", "");
        if (!data.isEmpty()) {
            require(Path.of(data));
        }
        String configured = Settings.get("parley.master-key", "");
        return new SecretVault(
                configured.isEmpty() ? keyFile() : Base64.getDecoder().decode(configured));
    }

    private static byte[] keyFile() {
        String serverData = System.getProperty("jboss.server.data.dir", System.getProperty("java.io.tmpdir"));
        Path directory = Path.of(Settings.get("parley.data-dir", serverData + "/parley"));
        require(directory);
        Path file = directory.resolve("master.key");
        try {
            byte[] fresh = new byte[32];
            RANDOM.nextBytes(fresh);
            try (var channel = Files.newByteChannel(
                    file, java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
                channel.write(java.nio.ByteBuffer.wrap(Base64.getEncoder().encode(fresh)));
                return fresh;
            }
        } catch (FileAlreadyExistsException e) {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + "; set parley.data-dir or parley.master-key", e);
        }
    }

    private static void require(Path directory) {
        try {
            PrivateDirectory.require(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory + "; set parley.data-dir", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static byte[] read(Path file) {
        try {
            return Base64.getDecoder().decode(Files.readString(file).trim());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    public byte[] seal(byte[] plain) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] cipher = run(Cipher.ENCRYPT_MODE, nonce, plain);
        byte[] sealed = Arrays.copyOf(nonce, NONCE + cipher.length);
        System.arraycopy(cipher, 0, sealed, NONCE, cipher.length);
        return sealed;
    }

    /** @throws IllegalStateException when the master key is not the one it was sealed with */
    public byte[] unseal(byte[] sealed) {
        if (sealed.length < NONCE + TAG_BITS / 8) {
            throw new IllegalStateException(
                    "a sealed secret is cut short"); // the JDK's own answer is no GeneralSecurityException
        }
        return run(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(sealed, NONCE),
                Arrays.copyOfRange(sealed, Math.min(NONCE, sealed.length), sealed.length));
    }

    private byte[] run(int mode, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the master key does not fit this database: restore master.key or PARLEY_MASTER_KEY", e);
        }
    }
}

package io.parley.launcher;

import io.parley.persistence.admin.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** A secret that is made up once and kept in a file that only this user can read. */
final class SecretFile {

    private static final int BYTES = 15;

    private SecretFile() {}

    static String readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Files.writeString(
                    PrivateDirectory.file(file),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return Files.readString(file).trim();
    }
}

package io.parley.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The first administrator: from {@code PARLEY_ADMIN_USERNAME} and {@code PARLEY_ADMIN_PASSWORD}, else with a password made up at the
 * first start and kept in a file that only this user can read.
 *
 * @param passwordFile where the password was written, null when it was given
 */
record FirstAdmin(
        String username, String password, @Nullable Path passwordFile) {

    private static final int PASSWORD_BYTES = 15;

    static FirstAdmin of(Path data) throws IOException {
        String username = Setting.text("parley.admin.username", "admin");
        String given = Setting.text("parley.admin.password", "");
        if (!given.isEmpty()) {
            return new FirstAdmin(username, given, null);
        }
        Path file = data.resolve("admin-password");
        if (!Files.exists(file)) {
            Files.createDirectories(data);
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Files.createFile(file);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return new FirstAdmin(username, Files.readString(file).trim(), file);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "FirstAdmin[" + username + "]";
    }
}

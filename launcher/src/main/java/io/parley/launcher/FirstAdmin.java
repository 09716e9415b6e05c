package io.parley.launcher;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The first administrator: from {@code PARLEY_ADMIN_USERNAME} and {@code PARLEY_ADMIN_PASSWORD} or its file, else with a password made
 * up at the first start and kept in a file that only this user can read.
 *
 * @param passwordFile where the password was written, null when it was given
 */
record FirstAdmin(
        String username, String password, @Nullable Path passwordFile) {

    /** Null where nobody is named and no demo needs anybody: then the server makes a set-up code, for whoever reads it. */
    static @Nullable FirstAdmin of(Path data) throws IOException {
        String username = Setting.text("parley.admin.username", "admin");
        String given = SecretSetting.text("parley.admin.password");
        if (!given.isEmpty()) {
            return new FirstAdmin(username, given, null);
        }
        if (!Setting.flag("parley.demo", true)) {
            return null;
        }
        Path file = data.resolve("admin-password");
        return new FirstAdmin(username, SecretFile.readOrMake(file), file);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "FirstAdmin[" + username + "]";
    }
}

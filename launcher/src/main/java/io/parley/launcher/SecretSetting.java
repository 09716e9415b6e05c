package io.parley.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The secrets among the settings. Beside the value itself a file can be named that holds it: {@code PARLEY_DB_PASSWORD_FILE} for
 * {@code PARLEY_DB_PASSWORD}. They reach the server by its environment, for everybody on the machine can read arguments.
 */
final class SecretSetting {

    private static final Set<String> NAMES = Set.of(
            "parley.admin.password",
            "parley.setup-code",
            "parley.oidc.client-secret",
            "parley.master-key",
            "parley.db.password",
            "parley.db.owner-password");

    private SecretSetting() {}

    /**
     * The secret, empty where none is given.
     *
     * @throws IllegalArgumentException if it is given twice, or its file has none
     */
    static String text(String name) {
        String given = Setting.text(name, "");
        String file = Setting.text(name + "-file", "");
        if (file.isEmpty()) {
            return given;
        }
        String fileVariable = Setting.variable(name + "-file");
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    Setting.variable(name) + " and " + fileVariable + " are both set: keep one of them");
        }
        try {
            // An editor leaves a line end behind it.
            String text = Files.readString(Path.of(file)).strip();
            if (text.isEmpty() || text.contains("\n")) {
                throw new IllegalArgumentException(
                        fileVariable + ": " + file + " must hold one line, which is the secret");
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    fileVariable + ": " + file + " cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    /** Gives the server those that are given here. */
    static void addTo(Map<String, String> environment) {
        for (String name : NAMES) {
            String secret = text(name);
            if (!secret.isEmpty()) {
                environment.put(Setting.variable(name), secret);
            }
        }
    }
}

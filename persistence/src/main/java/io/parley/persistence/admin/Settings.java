package io.parley.persistence.admin;

import java.util.Locale;

/**
 * Reads a setting where MicroProfile Config cannot be asked yet: while it is itself being set up. Everything else injects
 * {@code @ConfigProperty}.
 */
final class Settings {

    private Settings() {}

    /** The system property, else the environment variable of the same name in capitals, else the default. */
    static String get(String name, String otherwise) {
        String property = System.getProperty(name);
        if (property != null && !property.isBlank()) {
            return property;
        }
        String variable = System.getenv(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT));
        return variable == null || variable.isBlank() ? otherwise : variable;
    }
}

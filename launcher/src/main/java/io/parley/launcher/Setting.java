package io.parley.launcher;

import java.util.Locale;

/** The launcher's settings: system property first, then environment, as everywhere in Parley. */
final class Setting {

    private Setting() {}

    static String text(String name, String otherwise) {
        String property = System.getProperty(name);
        if (property != null && !property.isBlank()) {
            return property;
        }
        String variable = System.getenv(variable(name));
        return variable == null || variable.isBlank() ? otherwise : variable;
    }

    /** The environment's variable of a setting. */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    static int number(String name, int otherwise) {
        String text = text(name, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, not \"" + text + "\"", e);
        }
    }

    static boolean flag(String name, boolean otherwise) {
        return Boolean.parseBoolean(text(name, Boolean.toString(otherwise)));
    }
}

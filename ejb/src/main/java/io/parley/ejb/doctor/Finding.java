package io.parley.ejb.doctor;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Result of one check.
 *
 * @param key of the words in the bundle {@code io.parley.ejb.doctor.words}
 * @param parameters of the words, numbers and names
 */
public record Finding(State state, String key, List<Object> parameters) {

    /** From good to bad. */
    public enum State {
        OK,
        WARNING,
        FAILED
    }

    private static final String BUNDLE = "io.parley.ejb.doctor.words";

    static Finding ok(String key, Object... parameters) {
        return new Finding(State.OK, key, List.of(parameters));
    }

    static Finding warning(String key, Object... parameters) {
        return new Finding(State.WARNING, key, List.of(parameters));
    }

    static Finding failed(String key, Object... parameters) {
        return new Finding(State.FAILED, key, List.of(parameters));
    }

    /** For people, in Chinese or else in English. */
    public String words(Locale locale) {
        return new MessageFormat(bundle(locale).getString(key), locale).format(parameters.toArray());
    }

    static ResourceBundle bundle(Locale locale) {
        // English where there is no translation, whatever the server's own language is.
        return ResourceBundle.getBundle(
                BUNDLE,
                locale,
                Finding.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}

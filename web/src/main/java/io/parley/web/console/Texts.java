package io.parley.web.console;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.ResourceBundle;

/** The console's sentences, in {@code Texts_en.properties} and {@code Texts_zh.properties}. */
final class Texts {

    private static final String NAME = "io.parley.web.console.Texts";

    private Texts() {}

    static ResourceBundle of(String language) {
        return ResourceBundle.getBundle(
                NAME,
                Locale.forLanguageTag(language),
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** Those whose key begins so, under the rest of the key; {@code <} is escaped, so no text can end a script element. */
    static String json(String language, String prefix) {
        ResourceBundle bundle = of(language);
        JsonObjectBuilder json = Json.createObjectBuilder();
        bundle.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .sorted()
                .forEach(key -> json.add(key.substring(prefix.length()), bundle.getString(key)));
        return json.build().toString().replace("<", "\\u003c");
    }
}

package io.parley.web.console;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
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

    /** Groups of keys that scripts show as well as pages. */
    private static final List<String> SHARED =
            List.of("reason.", "refusal.", "action.", "column.", "weekday.", "client.");

    /** The texts of scripts: keys behind {@code js.}, and the shared groups. {@code <} is escaped, so no text can end a script element. */
    static String json(String language) {
        ResourceBundle bundle = of(language);
        JsonObjectBuilder json = Json.createObjectBuilder();
        bundle.keySet().stream().sorted().forEach(key -> {
            if (SHARED.stream().anyMatch(key::startsWith)) {
                json.add(key, bundle.getString(key));
            } else if (key.startsWith("js.")) {
                json.add(key.substring(3), bundle.getString(key));
            }
        });
        return json.build().toString().replace("<", "\\u003c");
    }
}

package io.parley.persistence.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Facts as JSON text that a jsonb column takes: PostgreSQL stores no U+0000, so it is left out of texts. */
public final class JsonText {

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    private JsonText() {}

    /** Numbers and truth values as they are, collections as arrays of texts, everything else as its text. */
    public static String of(Map<String, Object> facts) {
        Map<String, Object> storable = new LinkedHashMap<>();
        facts.forEach((name, value) -> storable.put(name, storable(value)));
        try {
            return WRITER.writeValueAsString(storable);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Object storable(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value instanceof Collection<?> items
                ? items.stream().map(JsonText::text).toList()
                : text(value);
    }

    private static String text(Object value) {
        return value.toString().replace("\0", "");
    }
}

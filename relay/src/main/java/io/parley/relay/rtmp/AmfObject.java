package io.parley.relay.rtmp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An AMF0 object or ECMA array: properties in order, duplicates kept, values as {@link Amf0Decoder} makes them. */
final class AmfObject {

    /** One property. */
    record Property(String name, @Nullable Object value) {}

    private final List<Property> properties = new ArrayList<>();

    AmfObject with(String name, @Nullable Object value) {
        properties.add(new Property(name, value));
        return this;
    }

    List<Property> properties() {
        return properties;
    }

    @Nullable
    Object get(String name) {
        for (Property property : properties) {
            if (property.name().equals(name)) {
                return property.value();
            }
        }
        return null;
    }

    /** The value as a string, or the fallback when it is absent or something else. */
    String string(String name, String fallback) {
        return get(name) instanceof String text ? text : fallback;
    }

    @Override
    public String toString() {
        return properties.toString();
    }
}

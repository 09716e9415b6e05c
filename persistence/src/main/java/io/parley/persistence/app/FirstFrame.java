package io.parley.persistence.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first frames that players of an app get when they join a running stream. Stored by name: never rename one. */
public enum FirstFrame {
    /** Nothing old; the picture begins at the next key frame. */
    EDGE,
    /** A picture at once and no delay. */
    FAST,
    /** A picture at once, late by the age of the last key frame. */
    SMOOTH;

    /** As APIs write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its label. */
    public static Optional<FirstFrame> of(@Nullable String label) {
        return Arrays.stream(values())
                .filter(mode -> mode.label().equals(label))
                .findFirst();
    }
}

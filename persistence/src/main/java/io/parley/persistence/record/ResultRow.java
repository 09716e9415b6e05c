package io.parley.persistence.record;

import jakarta.persistence.Tuple;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of a list as the database gave it, by the names of its columns. */
public final class ResultRow {

    private final Tuple tuple;

    ResultRow(Tuple tuple) {
        this.tuple = tuple;
    }

    public long number(String column) {
        return tuple.get(column, Number.class).longValue();
    }

    public @Nullable Long optionalNumber(String column) {
        Number number = tuple.get(column, Number.class);
        return number == null ? null : number.longValue();
    }

    public String text(String column) {
        return tuple.get(column, String.class);
    }

    public @Nullable String optionalText(String column) {
        return tuple.get(column, String.class);
    }

    public boolean flag(String column) {
        return tuple.get(column, Boolean.class);
    }

    public Instant instant(String column) {
        return tuple.get(column, Instant.class);
    }

    public @Nullable Instant optionalInstant(String column) {
        return tuple.get(column, Instant.class);
    }
}

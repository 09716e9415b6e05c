package io.parley.web.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.persistence.record.Page;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list as a route answers it: a page as JSON, or all rows as a file, which {@link ListFileFilter} puts in its place. */
public final class ListResponse<T> {

    /**
     * All rows as CSV.
     *
     * @param name without its suffix
     */
    record File(String name, StreamingOutput content) {}

    @JsonProperty
    private final List<T> rows;

    /** The cursor of the page behind this one, absent at the end. */
    @JsonProperty
    private final @Nullable String next;

    private final transient @Nullable File file;

    private ListResponse(List<T> rows, @Nullable String next, @Nullable File file) {
        this.rows = rows;
        this.next = next;
        this.file = file;
    }

    static <T> ListResponse<T> of(Page<T> page) {
        return new ListResponse<>(page.rows(), page.next(), null);
    }

    static <T> ListResponse<T> of(File file) {
        return new ListResponse<>(List.of(), null, file);
    }

    List<T> rows() {
        return rows;
    }

    @Nullable
    String next() {
        return next;
    }

    @Nullable
    File file() {
        return file;
    }
}

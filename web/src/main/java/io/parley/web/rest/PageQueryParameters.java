package io.parley.web.rest;

import io.parley.web.record.NamedParameters;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters that all lists have. Decoded by {@link io.parley.web.record.RecordParameters}. */
public abstract class PageQueryParameters implements NamedParameters {

    @QueryParam("sort")
    @Parameter(
            description = "what the rows are ordered by; each list has its usual order, time for records, and says what"
                    + " it knows when it is asked for another")
    @Nullable
    String sort;

    @QueryParam("order")
    @Parameter(description = "asc or desc; each order has its usual one, desc for records")
    @Nullable
    String order;

    @QueryParam("cursor")
    @Parameter(description = "next of the page before; all other parameters stay the same")
    @Nullable
    String cursor;

    @QueryParam("limit")
    @Parameter(
            description = "rows of a page, 1 to 200; has no meaning for files",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    @Nullable
    String limit;

    @QueryParam("format")
    @Parameter(
            description = "json, a page; csv, a file with all rows: of records ordered by time",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "json"))
    @Nullable
    String format;

    @Override
    public @Nullable String get(String name) {
        return switch (name) {
            case "sort" -> sort;
            case "order" -> order;
            case "cursor" -> cursor;
            case "limit" -> limit;
            case "format" -> format;
            default -> null;
        };
    }
}

package io.parley.web.rest;

import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.RecordFilter;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of the lists of live things. Everything may be missing. */
public class CurrentQueryParameters {

    @QueryParam("q")
    @Parameter(
            description = "only rows with this text in a name or address, whatever the case of letters",
            example = "agent")
    @Nullable
    String q;

    @QueryParam("sort")
    @Parameter(description = "what the rows are ordered by; each list says what it knows when it is asked for another")
    @Nullable
    String sort;

    @QueryParam("order")
    @Parameter(description = "asc or desc; each sort has its usual one")
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
    @DefaultValue("json")
    @Parameter(description = "json, a page; csv, a file with all rows")
    @SuppressWarnings("NullAway.Init")
    String format;

    CurrentFilter filter() {
        return filter(50);
    }

    /** @param usual how many rows, unless asked for otherwise */
    CurrentFilter filter(int usual) {
        return new CurrentFilter(
                RecordQueryParameters.text("q", q),
                sort,
                order == null ? null : (Boolean) RecordQueryParameters.isAscending(order),
                RecordQueryParameters.requireShort(cursor),
                limit == null ? usual : RecordQueryParameters.rows(limit, RecordFilter.MAX_PAGE));
    }

    boolean isFile() {
        return RecordQueryParameters.isFile(format);
    }

    /** A page in the address of a socket or of the console: only what the list is ordered and filtered by. */
    public static CurrentFilter filter(
            @Nullable String text, @Nullable String sort, @Nullable String order, @Nullable String cursor, int limit) {
        CurrentQueryParameters wish = new CurrentQueryParameters();
        wish.q = text;
        wish.sort = sort;
        wish.order = order;
        wish.cursor = cursor;
        return wish.filter(limit);
    }
}

package io.parley.web.rest;

import io.parley.web.record.NamedParameters;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of a report. Everything may be missing. */
public class ReportQueryParameters implements NamedParameters {

    @QueryParam("from")
    @Parameter(description = "the earliest moment, a time or a day of the zone; 30 days before to when missing")
    @Nullable
    String from;

    @QueryParam("to")
    @Parameter(description = "the first moment that is too late, or the last day; now when missing")
    @Nullable
    String to;

    @QueryParam("zone")
    @Parameter(
            description = "an IANA zone, whose days and hours are the steps",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "UTC"))
    @Nullable
    String zone;

    @QueryParam("step")
    @Parameter(description = "hour or day", schema = @Schema(type = SchemaType.STRING, defaultValue = "day"))
    @Nullable
    String step;

    @QueryParam("top")
    @Parameter(
            description = "rooms or users, 1 to 1,000",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "50"))
    @Nullable
    String top;

    @QueryParam("format")
    @Parameter(description = "json, csv or xlsx", schema = @Schema(type = SchemaType.STRING, defaultValue = "json"))
    @Nullable
    String format;

    @Override
    public @Nullable String get(String name) {
        return switch (name) {
            case "from" -> from;
            case "to" -> to;
            case "zone" -> zone;
            case "step" -> step;
            case "top" -> top;
            case "format" -> format;
            default -> null;
        };
    }
}

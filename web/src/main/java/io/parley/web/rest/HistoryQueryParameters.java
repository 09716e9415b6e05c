package io.parley.web.rest;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of the lists of what happened. Everything may be missing. */
public class HistoryQueryParameters extends PageQueryParameters {

    @QueryParam("roomID")
    @Parameter(description = "only this room", example = "claim-4711")
    @Nullable
    String roomID;

    @QueryParam("userID")
    @Parameter(description = "only this user; for calls those that the user was in", example = "agent-7")
    @Nullable
    String userID;

    @QueryParam("streamID")
    @Parameter(description = "only this stream; for calls those in which it was published", example = "agent-7-camera")
    @Nullable
    String streamID;

    @QueryParam("reason")
    @Parameter(description = "only this end reason or refusal, by its name in /reasons", example = "CONNECTION_LOST")
    @Nullable
    String reason;

    @QueryParam("action")
    @Parameter(description = "of refusals and the audit: only this action", example = "LOGIN")
    @Nullable
    String action;

    @QueryParam("actor")
    @Parameter(description = "of refusals and the audit: only what this user or administrator did", example = "admin")
    @Nullable
    String actor;

    @QueryParam("from")
    @Parameter(
            description = "the earliest start; 30 days before to when missing",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"),
            example = "2026-11-01T00:00:00Z")
    @Nullable
    String from;

    @QueryParam("to")
    @Parameter(
            description = "the first start that is too late; now when missing",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"),
            example = "2026-11-22T12:00:00Z")
    @Nullable
    String to;

    @Override
    public @Nullable String get(String name) {
        return switch (name) {
            case "roomID" -> roomID;
            case "userID" -> userID;
            case "streamID" -> streamID;
            case "reason" -> reason;
            case "action" -> action;
            case "actor" -> actor;
            case "from" -> from;
            case "to" -> to;
            default -> super.get(name);
        };
    }
}

package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.CurrentKind;
import io.parley.ejb.record.LiveDashboard;
import io.parley.ejb.record.LiveRoomRow;
import io.parley.ejb.record.LiveStreamRow;
import io.parley.ejb.room.LiveQueries;
import io.parley.ejb.stream.MediaQueries;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Live rooms, users and streams. Ids travel in the query: they may have any character of the tutorial's alphabet. */
@Path("/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class LiveResource {

    /** A page of live rooms. */
    public record RoomPage(List<LiveRoomRow> rows, @Nullable String next) {}

    /** A page of live streams. */
    public record StreamPage(
            List<LiveStreamRow> rows, @Nullable String next) {}

    private final LiveQueries live;
    private final RecordResponses answers;
    private final LiveDashboard dashboard;
    private final MediaQueries media;

    @Inject
    public LiveResource(LiveQueries live, RecordResponses answers, LiveDashboard dashboard, MediaQueries media) {
        this.live = live;
        this.answers = answers;
        this.dashboard = dashboard;
        this.media = media;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public LiveResource() {
        this(null, null, null, null);
    }

    /** The first screen: counts, the last half hour, rooms and streams. */
    @GET
    @Path("/{appID}/live")
    public LiveDashboard.Board liveBoard(@PathParam("appID") long appID) {
        return dashboard.of(new AppId(appID));
    }

    @GET
    @Path("/{appID}/live/rooms")
    @Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RoomPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response liveRooms(@PathParam("appID") long appID, @BeanParam CurrentQueryParameters parameters) {
        return answers.current(CurrentKind.ROOMS, new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/live/streams")
    @Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
    @APIResponse(
            responseCode = "200",
            description = "a page, or a file",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = StreamPage.class)),
                @Content(mediaType = RecordResponses.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response liveStreams(@PathParam("appID") long appID, @BeanParam CurrentQueryParameters parameters) {
        return answers.current(CurrentKind.STREAMS, new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/rooms")
    public List<LiveQueries.LiveRoom> rooms(@PathParam("appID") long appID) {
        return live.rooms(new AppId(appID));
    }

    @GET
    @Path("/{appID}/users")
    public List<LiveQueries.LiveUser> users(
            @PathParam("appID") long appID, @QueryParam("roomID") @Nullable String roomID) {
        return live.users(new AppId(appID), RoomId.of(roomID));
    }

    /** How the media of a room is doing, as the relay sees it. */
    @GET
    @Path("/{appID}/media")
    public List<MediaQueries.StreamFigures> mediaFigures(
            @PathParam("appID") long appID, @QueryParam("roomID") @Nullable String roomID) {
        return media.inRoom(new AppId(appID), RoomId.of(roomID));
    }

    @GET
    @Path("/{appID}/streams")
    public List<LiveQueries.LiveStreamView> streams(
            @PathParam("appID") long appID, @QueryParam("roomID") @Nullable String roomID) {
        return live.streams(new AppId(appID), RoomId.of(roomID));
    }
}

package io.parley.web.rest;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.record.LiveDashboard;
import io.parley.ejb.record.LiveRoomRow;
import io.parley.ejb.record.LiveStreamRow;
import io.parley.ejb.record.RecordKind;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Live rooms, users and streams. Ids travel in the query: they may have any character of the tutorial's alphabet. */
@Path("/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class LiveResource {

    private final LiveQueries live;
    private final RecordResponses responses;
    private final LiveDashboard dashboard;
    private final MediaQueries media;

    @Inject
    public LiveResource(LiveQueries live, RecordResponses responses, LiveDashboard dashboard, MediaQueries media) {
        this.live = live;
        this.responses = responses;
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
    public ListResponse<LiveRoomRow> liveRooms(
            @PathParam("appID") long appID, @BeanParam CurrentQueryParameters parameters) {
        return responses.list(RecordKind.ROOMS, new AppId(appID), parameters);
    }

    @GET
    @Path("/{appID}/live/streams")
    @Produces({MediaType.APPLICATION_JSON, RecordResponses.CSV})
    public ListResponse<LiveStreamRow> liveStreams(
            @PathParam("appID") long appID, @BeanParam CurrentQueryParameters parameters) {
        return responses.list(RecordKind.STREAMS, new AppId(appID), parameters);
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

    /** Statistics of the media of a room, as the relay sees it. */
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

package io.parley.ejb.room;

import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** Queries for the live rooms, users and streams of an app. */
@Stateless
@RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class LiveQueries {

    /** A live room. */
    public record LiveRoom(String roomID, String callID, Instant openedAt, int userCount) {}

    /** A user inside. */
    public record LiveUser(String userID, String userName, String clientKind, Instant joinedAt) {}

    /** A live stream. */
    public record LiveStreamView(String streamID, String userID, Instant startedAt, String extraInfo) {}

    private static final int MAX_ROOMS = 1_000;

    private final AppRepository apps;
    private final RoomRepository rooms;
    private final StayRepository stays;
    private final StreamRepository streams;

    @Inject
    public LiveQueries(AppRepository apps, RoomRepository rooms, StayRepository stays, StreamRepository streams) {
        this.apps = apps;
        this.rooms = rooms;
        this.stays = stays;
        this.streams = streams;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public LiveQueries() {
        this(null, null, null, null);
    }

    /** At most a thousand, the oldest first. */
    public List<LiveRoom> rooms(AppId app) {
        apps.known(app);
        return rooms.live(app.value(), MAX_ROOMS).stream()
                .map(room -> new LiveRoom(
                        room.key().roomId(),
                        room.callId().toString(),
                        room.callId().openedAt(),
                        room.userCount()))
                .toList();
    }

    /** Users inside; none when the room is not live. */
    public List<LiveUser> users(AppId app, RoomId room) {
        apps.known(app);
        return stays.inRoom(RoomKey.of(app, room)).stream()
                .map(user -> new LiveUser(
                        user.userId(), user.userName(), user.clientKind().name(), user.joinedAt()))
                .toList();
    }

    /** None when the room is not live. */
    public List<LiveStreamView> streams(AppId app, RoomId room) {
        apps.known(app);
        return streams.inRoom(RoomKey.of(app, room)).stream()
                .map(stream ->
                        new LiveStreamView(stream.streamId(), stream.userId(), stream.startedAt(), stream.extraInfo()))
                .toList();
    }
}

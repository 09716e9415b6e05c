package io.parley.ejb.room;

import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.persistence.room.Call;
import io.parley.persistence.room.CallRepository;
import io.parley.persistence.room.RoomEventRepository;
import io.parley.persistence.room.RoomEventRow;
import io.parley.persistence.room.Stay;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.stream.Playback;
import io.parley.persistence.stream.PlayerRepository;
import io.parley.persistence.stream.Publication;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls, live and ended. The end of anything lies between its end and its latest end; they differ where nobody saw it. */
@Stateless
@RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class CallQueries {

    /**
     * A call in a list.
     *
     * @param closedAt null while it is live
     * @param closedAtMax the latest its end can have been; differs from closedAt where nobody saw it
     * @param peakUsers the most users inside at a time
     */
    public record CallView(
            String callID,
            String roomID,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable Instant closedAtMax,
            @Nullable EndReason closeReason,
            int peakUsers) {}

    /** One stay in a call. */
    public record StayView(
            long stayID,
            String userID,
            String userName,
            String clientKind,
            String address,
            Instant joinedAt,
            @Nullable Instant leftAt,
            @Nullable Instant leftAtMax,
            @Nullable EndReason leaveReason) {}

    /** One push or pull in a call. */
    public record Media(
            long id,
            long stayID,
            String userID,
            String streamID,
            String protocol,
            String address,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant endedAtMax,
            @Nullable EndReason endReason,
            long bytes) {}

    /** Everything a call left behind. */
    public record CallDetail(CallView call, List<StayView> stays, List<Media> publications, List<Media> playbacks) {}

    private final AppRepository apps;
    private final CallRepository calls;
    private final StayRepository stays;
    private final StreamRepository streams;
    private final PlayerRepository players;
    private final RoomEventRepository events;

    @Inject
    public CallQueries(
            AppRepository apps,
            CallRepository calls,
            StayRepository stays,
            StreamRepository streams,
            PlayerRepository players,
            RoomEventRepository events) {
        this.apps = apps;
        this.calls = calls;
        this.stays = stays;
        this.streams = streams;
        this.players = players;
        this.events = events;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public CallQueries() {
        this(null, null, null, null, null, null);
    }

    public CallDetail detail(AppId app, CallId id) {
        Call call = require(app, id);
        long session = id.roomSessionId();
        return new CallDetail(
                views(List.of(call)).get(0),
                stays.ofCall(session, id.openedAt()).stream()
                        .map(CallQueries::view)
                        .toList(),
                streams.ofCall(session, id.openedAt()).stream()
                        .map(CallQueries::view)
                        .toList(),
                players.ofCall(session, id.openedAt()).stream()
                        .map(CallQueries::view)
                        .toList());
    }

    /** The event feed of a call after a sequence number. */
    public List<RoomEventRow> events(AppId app, CallId id, long after, int limit) {
        require(app, id);
        return events.after(id.roomSessionId(), id.openedAt(), after, Math.max(1, Math.min(limit, 1_000)));
    }

    private Call require(AppId app, CallId id) {
        apps.known(app);
        return calls.find(app.value(), id).orElseThrow(() -> new Refused(Refusal.CALL_UNKNOWN));
    }

    private List<CallView> views(List<Call> found) {
        Map<Long, Integer> livePeaks = calls.livePeaks(found.stream()
                .filter(call -> call.closedAt() == null)
                .map(call -> call.callId().roomSessionId())
                .toList());
        return found.stream()
                .map(call -> view(call, livePeaks.getOrDefault(call.callId().roomSessionId(), call.peakUsers())))
                .toList();
    }

    private static CallView view(Call call, int peakUsers) {
        return new CallView(
                call.callId().toString(),
                call.roomId(),
                call.openedAt(),
                call.closedAt(),
                call.closedAtMax(),
                call.closeReason(),
                peakUsers);
    }

    private static StayView view(Stay stay) {
        return new StayView(
                stay.id(),
                stay.userId(),
                stay.userName(),
                stay.clientKind().name(),
                stay.address(),
                stay.joinedAt(),
                stay.leftAt(),
                stay.leftAtMax(),
                stay.leaveReason());
    }

    private static Media view(Publication push) {
        return new Media(
                push.id(),
                push.stayId(),
                push.userId(),
                push.streamId(),
                push.protocol(),
                push.address(),
                push.startedAt(),
                push.endedAt(),
                push.endedAtMax(),
                push.endReason(),
                push.bytes());
    }

    private static Media view(Playback pull) {
        return new Media(
                pull.id(),
                pull.stayId(),
                pull.userId(),
                pull.streamId(),
                pull.protocol(),
                pull.address(),
                pull.startedAt(),
                pull.endedAt(),
                pull.endedAtMax(),
                pull.endReason(),
                pull.bytes());
    }
}

package io.parley.ejb.record;

import io.parley.adapter.api.PublicationFigures;
import io.parley.ejb.stream.RelayControl;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.persistence.record.LiveRepository;
import io.parley.persistence.record.LiveRepository.Counts;
import io.parley.persistence.record.LiveRepository.Happening;
import io.parley.persistence.record.LiveRepository.RoomCounts;
import io.parley.persistence.record.LiveRepository.Stream;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The first screen: an app as it is now, and the last half hour. */
@Stateless
public class LiveBoard {

    /** A room on the board. */
    public record LiveRoom(String roomID, String callID, Instant openedAt, int users, long streams, long players) {}

    /**
     * A stream on the board.
     *
     * @param silentMs since anything came of it, null while its server is another one
     * @param trouble a key of what is wrong with it, null when nothing is
     */
    public record LiveStream(
            String streamID,
            String roomID,
            String userID,
            Instant startedAt,
            @Nullable Long bytes,
            @Nullable Long silentMs,
            @Nullable String trouble) {}

    /** A minute of the last half hour. Users and streams are those at its end. */
    public record Minute(Instant at, long users, long streams, long logins, long refused) {}

    /** All of it, at one moment. */
    public record Board(
            Instant at, Counts counts, List<Minute> minutes, List<LiveRoom> rooms, List<LiveStream> streams) {}

    private static final int MINUTES = 30;
    private static final int ROOMS = 200;
    private static final int STREAMS = 500;

    /** A publisher that sends nothing for so long has trouble; a phone in a pocket does so for a second or two. */
    private static final Duration SILENT = Duration.ofSeconds(5);

    /** Without a key frame for so long nobody who joins sees anything. */
    private static final Duration NO_KEY_FRAME = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AppRepository apps;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private LiveRepository live;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RelayControl relay;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    public Board of(AppId app) {
        if (!apps.exists(app)) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        Instant now = clock.instant();
        Instant firstMinute = now.truncatedTo(ChronoUnit.MINUTES).minus(MINUTES - 1L, ChronoUnit.MINUTES);
        Counts counts = live.counts(app.value());
        Map<Long, PublicationFigures> media = relay.publications().stream()
                .collect(Collectors.toMap(PublicationFigures::id, Function.identity(), (a, b) -> a));
        return new Board(
                now,
                counts,
                minutes(counts, firstMinute, live.happenings(app.value(), firstMinute)),
                live.rooms(app.value(), ROOMS).stream().map(LiveBoard::view).toList(),
                live.streams(app.value(), STREAMS).stream()
                        .map(stream -> view(stream, media.get(stream.publicationId())))
                        .toList());
    }

    private static LiveRoom view(RoomCounts room) {
        return new LiveRoom(
                room.roomId(),
                new CallId(room.sessionId(), room.openedAt()).toString(),
                room.openedAt(),
                room.users(),
                room.streams(),
                room.players());
    }

    private static LiveStream view(Stream stream, @Nullable PublicationFigures media) {
        return new LiveStream(
                stream.streamId(),
                stream.roomId(),
                stream.userId(),
                stream.startedAt(),
                media == null ? null : media.bytes(),
                media == null ? null : media.sinceMessageMs(),
                media == null ? null : trouble(media));
    }

    private static @Nullable String trouble(PublicationFigures media) {
        if (media.sinceMessageMs() > SILENT.toMillis()) {
            return "silent";
        }
        boolean hasVideo = media.videoMessages() > 0;
        if (hasVideo && media.sinceKeyFrameMs() > NO_KEY_FRAME.toMillis()) {
            return "noKeyFrame";
        }
        return null;
    }

    /** Backwards from what is now: who is inside at the end of a minute is who is inside now, without who came since. */
    static List<Minute> minutes(Counts now, Instant first, List<Happening> happenings) {
        Map<String, Long> times = happenings.stream()
                .collect(Collectors.toMap(
                        each -> each.minute() + each.action() + each.refused(), Happening::times, Long::sum));
        List<Minute> minutes = new ArrayList<>();
        long users = now.users();
        long streams = now.streams();
        for (int i = MINUTES - 1; i >= 0; i--) {
            Instant minute = first.plus(i, ChronoUnit.MINUTES);
            Function<String, Long> done = action -> times.getOrDefault(minute + action + false, 0L);
            long refused = List.of("LOGIN", "PUBLISH_START", "PLAY_START").stream()
                    .mapToLong(action -> times.getOrDefault(minute + action + true, 0L))
                    .sum();
            minutes.add(0, new Minute(minute, Math.max(0, users), Math.max(0, streams), done.apply("LOGIN"), refused));
            users -= done.apply("LOGIN") - done.apply("LOGOUT");
            streams -= done.apply("PUBLISH_START") - done.apply("PUBLISH_END");
        }
        return minutes;
    }
}

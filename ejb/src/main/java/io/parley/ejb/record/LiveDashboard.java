package io.parley.ejb.record;

import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.stream.RelayControl;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.LiveRepository;
import io.parley.persistence.record.LiveRepository.Counts;
import io.parley.persistence.record.LiveRepository.Happening;
import io.parley.persistence.record.Page;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The first screen: an app as it is now, and the last half hour. */
@Stateless
public class LiveDashboard {

    /** A minute of the last half hour. Users and streams are those at its end. */
    public record Minute(Instant at, long users, long streams, long logins, long refused) {}

    /** All of it, at one moment; of rooms and streams the pages that were asked for. */
    public record Board(
            Instant at,
            Counts counts,
            List<Minute> minutes,
            List<LiveStreamRow> troubled,
            Page<LiveRoomRow> rooms,
            Page<LiveStreamRow> streams) {}

    /** Rooms and streams of a page. */
    public static final int ROWS = 50;

    private static final int MINUTES = 30;

    /** More troubled streams than anybody can look after. */
    private static final int MOST_TROUBLED = 100;

    private final AppRepository apps;
    private final LiveRepository live;
    private final CurrentQueries lists;
    private final RelayControl relay;
    private final Clock clock;

    @Inject
    public LiveDashboard(
            AppRepository apps, LiveRepository live, CurrentQueries lists, RelayControl relay, Clock clock) {
        this.apps = apps;
        this.live = live;
        this.lists = lists;
        this.relay = relay;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public LiveDashboard() {
        this(null, null, null, null, null);
    }

    /** With the first rooms and streams in their usual order. */
    public Board of(AppId app) {
        return of(app, CurrentFilter.first(ROWS), CurrentFilter.first(ROWS));
    }

    public Board of(AppId app, CurrentFilter rooms, CurrentFilter streams) {
        if (!apps.exists(app)) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        Instant now = clock.instant();
        Instant firstMinute = now.truncatedTo(ChronoUnit.MINUTES).minus(MINUTES - 1L, ChronoUnit.MINUTES);
        Counts counts = live.counts(app.value());
        return new Board(
                now,
                counts,
                minutes(counts, firstMinute, live.happenings(app.value(), firstMinute)),
                troubled(app),
                lists.rooms(app, rooms),
                lists.streams(app, streams));
    }

    private List<LiveStreamRow> troubled(AppId app) {
        Map<Long, PublicationStatistics> troubled = relay.publications().stream()
                .filter(media -> StreamProblem.of(media) != null)
                .collect(Collectors.toMap(PublicationStatistics::id, Function.identity(), (a, b) -> a));
        return troubled.isEmpty()
                ? List.of()
                : live.streams(
                        app.value(),
                        troubled.keySet(),
                        MOST_TROUBLED,
                        row -> RowMappers.liveStream(row, troubled.get(row.number("publication_id"))));
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

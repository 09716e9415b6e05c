package io.parley.ejb.record;

import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.stream.RelayControl;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.LiveRepository;
import io.parley.persistence.record.LiveRepository.Counts;
import io.parley.persistence.record.LiveRepository.Happening;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.PageRequest;
import io.parley.persistence.record.RecordFilter;
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
import org.jspecify.annotations.Nullable;

/** The first screen: an app as it is now, and the last half hour. */
@Stateless
@RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
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

    /**
     * A page of rooms or streams.
     *
     * @param text part of a name, null for all
     */
    public record View(@Nullable String text, PageRequest page) {

        /** The first rows in the usual order. */
        public static View first() {
            return new View(null, PageRequest.first());
        }
    }

    private static final int MINUTES = 30;

    /** More troubled streams than anybody can look after. */
    private static final int MOST_TROUBLED = 100;

    private final AppRepository apps;
    private final LiveRepository live;
    private final RecordQueries lists;
    private final RelayControl relay;
    private final Clock clock;

    @Inject
    public LiveDashboard(
            AppRepository apps, LiveRepository live, RecordQueries lists, RelayControl relay, Clock clock) {
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
        return of(app, View.first(), View.first());
    }

    public Board of(AppId app, View rooms, View streams) {
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
                page(RecordKind.ROOMS, app, rooms),
                page(RecordKind.STREAMS, app, streams));
    }

    private <T extends Record> Page<T> page(RecordKind<T> kind, AppId app, View view) {
        return lists.page(kind, RecordFilter.now(app.value(), view.text()), view.page());
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

package io.parley.ejb.record;

import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.room.CallQueries;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.persistence.record.TimelineRepository;
import io.parley.persistence.record.TimelineRepository.Named;
import io.parley.persistence.record.TimelineRepository.QualityPoint;
import io.parley.persistence.room.CallRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call, whole; and finding one by what somebody remembers of it. */
@Stateless
@RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class TimelineQueries {

    /**
     * Everything of a call on one line of time.
     *
     * @param entries refusals in its room from a minute before it on, and what administrators did, at most {@value #MAX_ENTRIES}
     * @param entriesUntil the time of the last entry where there are more of them, null where these are all
     * @param stepSeconds what one point of quality stands for
     */
    public record CallTimeline(
            CallQueries.CallDetail detail,
            Instant from,
            Instant to,
            List<AuditRow> entries,
            @Nullable Instant entriesUntil,
            List<QualityPoint> quality,
            long stepSeconds) {}

    /** Something found: a kind of {@code call}, {@code room}, {@code user}, {@code stream}, and when it was seen last. */
    public record Found(String kind, String name, Instant seen) {}

    private static final int MAX_ENTRIES = 2_000;
    private static final int POINTS = 240;
    private static final Duration BEFORE = Duration.ofMinutes(1);
    private static final Duration SEARCHED = Duration.ofDays(400);
    private static final int FOUND_EACH = 10;

    private final CallQueries calls;
    private final AppRepository apps;
    private final CallRepository sessions;
    private final TimelineRepository timelines;
    private final Clock clock;

    @Inject
    public TimelineQueries(
            CallQueries calls, AppRepository apps, CallRepository sessions, TimelineRepository timelines, Clock clock) {
        this.calls = calls;
        this.apps = apps;
        this.sessions = sessions;
        this.timelines = timelines;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public TimelineQueries() {
        this(null, null, null, null, null);
    }

    public CallTimeline of(AppId app, CallId id) {
        CallQueries.CallDetail detail = calls.detail(app, id);
        Instant from = detail.call().openedAt();
        Instant to = Objects.requireNonNullElse(detail.call().closedAtMax(), clock.instant());
        long step = Math.max(10, Duration.between(from, to).toSeconds() / POINTS);
        List<AuditRow> entries = timelines.entries(
                app.value(),
                detail.call().roomID(),
                from.minus(BEFORE),
                to.plus(BEFORE),
                MAX_ENTRIES + 1,
                RowMappers::audit);
        boolean more = entries.size() > MAX_ENTRIES;
        return new CallTimeline(
                detail,
                from,
                to,
                more ? entries.subList(0, MAX_ENTRIES) : entries,
                more ? entries.get(MAX_ENTRIES - 1).at() : null,
                timelines.quality(id.roomSessionId(), from, to.plus(BEFORE), step),
                step);
    }

    /** Calls by their id; rooms, users and streams by the beginning of their names, seen in the last 400 days. */
    public List<Found> search(AppId app, String text) {
        if (!apps.exists(app)) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        String name = text.strip();
        List<Found> found = new ArrayList<>();
        if (name.isEmpty() || name.length() > 256) {
            return found;
        }
        if (CallId.isOne(name)) {
            sessions.find(app.value(), CallId.parse(name))
                    .ifPresent(call -> found.add(new Found("call", name, call.openedAt())));
        }
        Instant after = clock.instant().minus(SEARCHED);
        for (Named kind : Named.values()) {
            timelines.beginningWith(kind, app.value(), name, after, FOUND_EACH).stream()
                    .map(row -> new Found(
                            kind.name().toLowerCase(java.util.Locale.ROOT), row.text("name"), row.instant("at")))
                    .forEach(found::add);
        }
        return found;
    }
}

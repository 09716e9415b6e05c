package io.parley.ejb.record;

import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.app.AppAdministration.AppView;
import io.parley.ejb.moderation.ModerationService.BanView;
import io.parley.ejb.stream.RelayControl;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.CurrentList;
import io.parley.persistence.record.CurrentRepository;
import io.parley.persistence.record.Page;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists of what is there now, a keyset page at a time. */
@Stateless
public class CurrentQueries {

    private final AppRepository apps;
    private final CurrentRepository lists;
    private final RelayControl relay;
    private final AdminSessions sessions;
    private final Clock clock;

    @Inject
    public CurrentQueries(
            AppRepository apps, CurrentRepository lists, RelayControl relay, AdminSessions sessions, Clock clock) {
        this.apps = apps;
        this.lists = lists;
        this.relay = relay;
        this.sessions = sessions;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public CurrentQueries() {
        this(null, null, null, null, null);
    }

    public Page<LiveRoomRow> rooms(AppId app, CurrentFilter filter) {
        requireApp(app);
        return lists.page(CurrentList.ROOMS, Map.of("app", app.value()), filter, RowMappers::liveRoom);
    }

    public Page<LiveStreamRow> streams(AppId app, CurrentFilter filter) {
        requireApp(app);
        Map<Long, PublicationStatistics> media = relay.publications().stream()
                .collect(Collectors.toMap(PublicationStatistics::id, Function.identity(), (a, b) -> a));
        return lists.page(
                CurrentList.STREAMS,
                Map.of("app", app.value()),
                filter,
                row -> RowMappers.liveStream(row, media.get(row.number("publication_id"))));
    }

    /** Bans in force. */
    public Page<BanView> bans(AppId app, CurrentFilter filter) {
        requireApp(app);
        return lists.page(
                CurrentList.BANS, Map.of("app", app.value(), "now", clock.instant()), filter, RowMappers::ban);
    }

    public Page<AppView> apps(CurrentFilter filter) {
        return lists.page(CurrentList.APPS, Map.of(), filter, RowMappers::app);
    }

    public Page<AccountRow> accounts(CurrentFilter filter) {
        return lists.page(CurrentList.ACCOUNTS, Map.of(), filter, RowMappers::account);
    }

    /** Sessions that still open doors. */
    public Page<SessionRow> sessions(CurrentFilter filter) {
        return lists.page(
                CurrentList.SESSIONS,
                Map.of("now", clock.instant(), "seen", sessions.seenAfter()),
                filter,
                RowMappers::session);
    }

    private void requireApp(AppId app) {
        if (!apps.exists(app)) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
    }
}

package io.parley.ejb.record;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.stream.RelayControl;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.PageRequest;
import io.parley.persistence.record.RecordFilter;
import io.parley.persistence.record.RecordRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Lists of everything that happened and of what is there now, a keyset page at a time. */
@Stateless
public class RecordQueries {

    private final AppRepository apps;
    private final RecordRepository records;
    private final RelayControl relay;
    private final AdminSessions sessions;
    private final Clock clock;

    @Inject
    public RecordQueries(
            AppRepository apps, RecordRepository records, RelayControl relay, AdminSessions sessions, Clock clock) {
        this.apps = apps;
        this.records = records;
        this.relay = relay;
        this.sessions = sessions;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordQueries() {
        this(null, null, null, null, null);
    }

    /** One page. Records of an app that is switched off stay readable. */
    public <T extends Record> Page<T> page(RecordKind<T> kind, RecordFilter filter, PageRequest page) {
        Long app = filter.appId();
        if (app == null ? kind.isOfApp() : !apps.exists(new AppId(app))) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        Map<String, Instant> moments = Map.of("now", clock.instant(), "seen", sessions.seenAfter());
        return records.page(kind.list(), filter, page, moments, kind.mapper(new LiveMedia(relay)));
    }
}

package io.parley.ejb.record;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.admin.CallerRoles;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
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
    private final CallerRoles caller;
    private final Clock clock;

    @Inject
    public RecordQueries(
            AppRepository apps,
            RecordRepository records,
            RelayControl relay,
            AdminSessions sessions,
            CallerRoles caller,
            Clock clock) {
        this.apps = apps;
        this.records = records;
        this.relay = relay;
        this.sessions = sessions;
        this.caller = caller;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordQueries() {
        this(null, null, null, null, null, null);
    }

    /** One page, for the roles of the list. Records of an app that is switched off stay readable. */
    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public <T extends Record> Page<T> page(RecordKind<T> kind, RecordFilter filter, PageRequest page) {
        caller.requireAny(kind.roles());
        Long app = filter.appId();
        if (app == null ? kind.isOfApp() : !apps.exists(new AppId(app))) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        Map<String, Instant> moments = Map.of("now", clock.instant(), "seen", sessions.seenAfter());
        return records.page(kind.list(), filter, page, moments, kind.mapper(new LiveMedia(relay)));
    }
}

package io.parley.ejb.record;

import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import io.parley.persistence.record.RecordList;
import io.parley.persistence.record.RecordRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Lists of everything that happened, a keyset page at a time. */
@Stateless
public class RecordQueries {

    private final AppRepository apps;
    private final RecordRepository records;

    @Inject
    public RecordQueries(AppRepository apps, RecordRepository records) {
        this.apps = apps;
        this.records = records;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordQueries() {
        this(null, null);
    }

    /** Lives of rooms; of a user: those that this user was in; of a stream: those in which it was published. */
    public Page<CallRow> calls(RecordFilter filter) {
        requireApp(filter);
        return records.page(RecordList.CALLS, filter, RowMappers::call);
    }

    public Page<StayRow> stays(RecordFilter filter) {
        requireApp(filter);
        return records.page(RecordList.STAYS, filter, RowMappers::stay);
    }

    public Page<MediaRow> publications(RecordFilter filter) {
        requireApp(filter);
        return records.page(RecordList.PUBLICATIONS, filter, RowMappers::media);
    }

    /** Who watched which stream, from when to when. */
    public Page<MediaRow> playbacks(RecordFilter filter) {
        requireApp(filter);
        return records.page(RecordList.PLAYBACKS, filter, RowMappers::media);
    }

    /** What somebody asked for and did not get, and why. */
    public Page<AuditRow> refusals(RecordFilter filter) {
        requireApp(filter);
        return records.page(RecordList.REFUSALS, filter, RowMappers::audit);
    }

    /** Of an app, or without an app what belongs to none: sign-ins, accounts, servers. */
    public Page<AuditRow> audit(RecordFilter filter) {
        if (filter.appId() != null) {
            requireApp(filter);
        }
        return records.page(RecordList.AUDIT, filter, RowMappers::audit);
    }

    /** How media was doing, as the relay counted it and as the SDK said. */
    public Page<QualityRow> quality(RecordFilter filter) {
        requireApp(filter);
        return records.page(RecordList.QUALITY, filter, RowMappers::quality);
    }

    private void requireApp(RecordFilter filter) {
        // Records of an app that is switched off stay readable.
        Long app = filter.appId();
        if (!apps.exists(new AppId(app == null ? 0 : app))) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
    }
}

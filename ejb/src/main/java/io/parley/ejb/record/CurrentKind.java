package io.parley.ejb.record;

import io.parley.ejb.app.AppAdministration.AppView;
import io.parley.ejb.moderation.ModerationService.BanView;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.Page;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The lists of what is there now that can be taken away as a file, each with its rows as REST shows them. */
public enum CurrentKind {
    ROOMS(LiveRoomRow.class, (lists, app, filter) -> lists.rooms(required(app), filter)),
    STREAMS(LiveStreamRow.class, (lists, app, filter) -> lists.streams(required(app), filter)),
    BANS(BanView.class, (lists, app, filter) -> lists.bans(required(app), filter)),
    APPS(AppView.class, (lists, app, filter) -> lists.apps(filter)),
    ACCOUNTS(AccountRow.class, (lists, app, filter) -> lists.accounts(filter)),
    SESSIONS(SessionRow.class, (lists, app, filter) -> lists.sessions(filter));

    private interface Read {
        Page<? extends Record> page(CurrentQueries lists, @Nullable AppId app, CurrentFilter filter);
    }

    private final Class<? extends Record> row;
    private final Read read;

    CurrentKind(Class<? extends Record> row, Read read) {
        this.row = row;
        this.read = read;
    }

    private static AppId required(@Nullable AppId app) {
        if (app == null) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        return app;
    }

    /** What a file of it is called. */
    public String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param app null for lists that belong to no app */
    public Page<? extends Record> page(CurrentQueries lists, @Nullable AppId app, CurrentFilter filter) {
        return read.page(lists, app, filter);
    }

    /** What the columns are called, and what is in them. */
    RecordColumns columns() {
        return new RecordColumns(List.of(row.getRecordComponents()));
    }
}

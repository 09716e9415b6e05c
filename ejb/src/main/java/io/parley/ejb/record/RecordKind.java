package io.parley.ejb.record;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration.AppView;
import io.parley.ejb.moderation.ModerationService.BanView;
import io.parley.ejb.room.CallQueries.CallView;
import io.parley.persistence.record.RecordList;
import io.parley.persistence.record.ResultRow;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A list as REST, console and files show it: its place in the database, its rows, and the roles that read it. The components of a row are the columns of its file.
 *
 * @param <T> a row
 */
public final class RecordKind<T extends Record> {

    private static final Set<String> READERS = Set.of(Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR);
    private static final Set<String> AUDITORS = Set.of(Roles.AUDITOR, Roles.SECURITY_ADMIN);
    private static final Set<String> SECURITY = Set.of(Roles.SECURITY_ADMIN);

    /** Lives of rooms; of a user: those that this user was in; of a stream: those in which it was published. */
    public static final RecordKind<CallView> CALLS = ofApp(READERS, RecordList.CALLS, CallView.class, RowMappers::call);

    public static final RecordKind<StayRow> STAYS = ofApp(READERS, RecordList.STAYS, StayRow.class, RowMappers::stay);

    public static final RecordKind<MediaRow> PUBLICATIONS =
            ofApp(READERS, RecordList.PUBLICATIONS, MediaRow.class, RowMappers::media);

    public static final RecordKind<MediaRow> PLAYBACKS =
            ofApp(READERS, RecordList.PLAYBACKS, MediaRow.class, RowMappers::media);

    /** Attempts that were refused, and the reasons. */
    public static final RecordKind<AuditRow> REFUSALS =
            ofApp(READERS, RecordList.REFUSALS, AuditRow.class, RowMappers::audit);

    /** Of an app, or without an app the entries that belong to none: sign-ins, accounts, servers. */
    public static final RecordKind<AuditRow> AUDIT =
            ofServer(AUDITORS, RecordList.AUDIT, AuditRow.class, RowMappers::audit);

    /** Quality of media, as the relay counted it and as the SDK said. */
    public static final RecordKind<QualityRow> QUALITY =
            ofApp(READERS, RecordList.QUALITY, QualityRow.class, RowMappers::quality);

    /** Live rooms. */
    public static final RecordKind<LiveRoomRow> ROOMS =
            ofApp(READERS, RecordList.ROOMS, LiveRoomRow.class, RowMappers::liveRoom);

    /** Live streams, with the statistics of this server's relay. */
    public static final RecordKind<LiveStreamRow> STREAMS = new RecordKind<>(
            READERS,
            RecordList.STREAMS,
            true,
            LiveStreamRow.class,
            (row, media) -> RowMappers.liveStream(row, media.of(row.number("publication_id"))));

    /** Bans in force. */
    public static final RecordKind<BanView> BANS = ofApp(READERS, RecordList.BANS, BanView.class, RowMappers::ban);

    public static final RecordKind<AppView> APPS =
            ofServer(Set.copyOf(Roles.ALL), RecordList.APPS, AppView.class, RowMappers::app);

    public static final RecordKind<AccountRow> ACCOUNTS =
            ofServer(SECURITY, RecordList.ACCOUNTS, AccountRow.class, RowMappers::account);

    /** Sessions that still open doors. */
    public static final RecordKind<SessionRow> SESSIONS =
            ofServer(SECURITY, RecordList.SESSIONS, SessionRow.class, RowMappers::session);

    private final Set<String> roles;
    private final RecordList list;
    private final boolean ofApp;
    private final Class<T> row;
    private final BiFunction<ResultRow, LiveMedia, T> mapper;

    private RecordKind(
            Set<String> roles,
            RecordList list,
            boolean ofApp,
            Class<T> row,
            BiFunction<ResultRow, LiveMedia, T> mapper) {
        this.roles = roles;
        this.list = list;
        this.ofApp = ofApp;
        this.row = row;
        this.mapper = mapper;
    }

    private static <T extends Record> RecordKind<T> ofApp(
            Set<String> roles, RecordList list, Class<T> row, Function<ResultRow, T> mapper) {
        return new RecordKind<>(roles, list, true, row, (result, media) -> mapper.apply(result));
    }

    private static <T extends Record> RecordKind<T> ofServer(
            Set<String> roles, RecordList list, Class<T> row, Function<ResultRow, T> mapper) {
        return new RecordKind<>(roles, list, false, row, (result, media) -> mapper.apply(result));
    }

    /** Those who may read it have one of them. */
    public Set<String> roles() {
        return roles;
    }

    public RecordList list() {
        return list;
    }

    /** The last part of its path in REST, and the name of its file. */
    public String path() {
        return list.name().toLowerCase(Locale.ROOT);
    }

    /** Tells whether it is always one of an app. */
    public boolean isOfApp() {
        return ofApp;
    }

    Function<ResultRow, T> mapper(LiveMedia media) {
        return result -> mapper.apply(result, media);
    }

    /** Names and values of the columns of its file. */
    RecordColumns columns() {
        return new RecordColumns(List.of(row.getRecordComponents()));
    }
}

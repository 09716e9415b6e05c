package io.parley.persistence.record;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions of a list of history, added to a statement that already asks for app and time. Values are parameters. */
final class HistoryConditions {

    private final RecordFilter filter;
    private final StringBuilder sql;
    private final Map<String, Object> parameters;

    HistoryConditions(RecordFilter filter, StringBuilder sql, Map<String, Object> parameters) {
        this.filter = filter;
        this.sql = sql;
        this.parameters = parameters;
    }

    HistoryConditions room() {
        return equal("r.room_id", "room", filter.room());
    }

    HistoryConditions reason(String column) {
        return equal(column, "reason", filter.reason());
    }

    HistoryConditions user() {
        return equal("r.user_id", "user", filter.user());
    }

    HistoryConditions stream() {
        return equal("r.stream_id", "stream", filter.stream());
    }

    HistoryConditions actionAndActor() {
        return equal("r.action", "action", filter.action()).equal("r.actor_id", "actor", filter.actor());
    }

    HistoryConditions refused() {
        sql.append(" and r.outcome = 'REFUSED'");
        return this;
    }

    /** Calls that this user was in, and in which this stream was published; facts of a call begin after it. */
    HistoryConditions callsWithUserAndStream() {
        return within("participation", "joined_at", "user_id", "user", filter.user())
                .within("publication", "started_at", "stream_id", "stream", filter.stream());
    }

    /** Samples of such calls and media; the call is named with the media too because the samples' index begins with it. */
    HistoryConditions samples() {
        if (filter.reason() != null) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "quality has no reason; leave it out");
        }
        if (filter.room() != null) {
            sql.append(" and r.room_session_id in (select m.id from room_session m where m.app_id = :app");
            begun("m.opened_at").equal("m.room_id", "room", filter.room());
            sql.append(')');
        }
        if (filter.user() != null || filter.stream() != null) {
            sql.append(" and (r.room_session_id, r.side, r.media_id) in (");
            media("PUBLISH", "publication");
            sql.append(" union all ");
            media("PLAY", "playback");
            sql.append(')');
        }
        return this;
    }

    private HistoryConditions equal(String column, String name, @Nullable String value) {
        if (value != null) {
            sql.append(" and ").append(column).append(" = :").append(name);
            parameters.put(name, value);
        }
        return this;
    }

    private HistoryConditions within(String table, String start, String column, String name, @Nullable String value) {
        if (value != null) {
            sql.append(" and r.id in (select f.room_session_id from ").append(table);
            sql.append(" f where f.app_id = :app and f.")
                    .append(column)
                    .append(" = :")
                    .append(name);
            sql.append(" and f.").append(start).append(" >= :from)");
            parameters.put(name, value);
        }
        return this;
    }

    private void media(String side, String table) {
        sql.append("select m.room_session_id, '").append(side).append("', m.id from ");
        sql.append(table).append(" m where m.app_id = :app");
        begun("m.started_at").equal("m.user_id", "user", filter.user()).equal("m.stream_id", "stream", filter.stream());
    }

    /** Early enough to have samples in the time that was asked for. */
    private HistoryConditions begun(String column) {
        sql.append(" and ").append(column).append(" < :to and ").append(column);
        sql.append(" >= cast(:from as timestamptz) - interval '62 days'");
        return this;
    }
}

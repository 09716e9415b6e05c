package io.parley.persistence.record;

import java.util.List;
import java.util.Map;

/**
 * The lists of what is there now. Names of columns come from here only, values travel as parameters. What can be ordered by is never
 * null, or pages would lose rows.
 */
public enum CurrentList {
    /** Live rooms of an app. */
    ROOMS(
            """
            select r.app_id, r.session_id, r.opened_at, r.room_id, r.user_count,
                (select count(*) from stream s where s.app_id = r.app_id and s.room_id = r.room_id) as streams,
                (select count(*) from player p where p.app_id = r.app_id and p.room_id = r.room_id) as players
            from room r""",
            "l.app_id = :app",
            "session_id",
            List.of("room_id"),
            "people",
            Map.of(
                    "people", new Order("l.user_count", "integer", true),
                    "room", new Order("l.room_id", "text", false),
                    "streams", new Order("l.streams", "bigint", true),
                    "players", new Order("l.players", "bigint", true),
                    "time", new Order("l.opened_at", "timestamptz", true))),
    /** Live streams of an app. */
    STREAMS(
            "select app_id, publication_id, room_id, user_id, stream_id, started_at from stream",
            "l.app_id = :app",
            "publication_id",
            List.of("stream_id", "room_id", "user_id"),
            "time",
            Map.of(
                    "time", new Order("l.started_at", "timestamptz", true),
                    "stream", new Order("l.stream_id", "text", false),
                    "room", new Order("l.room_id", "text", false),
                    "user", new Order("l.user_id", "text", false))),
    /** Bans of an app that are in force. */
    BANS(
            """
            select app_id, ban_id, user_id, cast(address as text) as address, room_id, forbids, reason, created_by, created_at,
                ends_at, lifted_at
            from ban""",
            "l.app_id = :app and l.lifted_at is null and (l.ends_at is null or l.ends_at > :now)",
            "ban_id",
            List.of("user_id", "address", "room_id", "reason", "created_by"),
            "time",
            Map.of(
                    "time", new Order("l.created_at", "timestamptz", true),
                    "until", new Order("coalesce(l.ends_at, 'infinity')", "timestamptz", false),
                    "user", new Order("coalesce(l.user_id, '')", "text", false),
                    "address", new Order("coalesce(l.address, '')", "text", false),
                    "room", new Order("coalesce(l.room_id, '')", "text", false),
                    "forbids", new Order("l.forbids", "text", false),
                    "actor", new Order("l.created_by", "text", false))),
    /** All apps. */
    APPS(
            "select app_id, name, created_at, disabled_at, first_frame, record, cast(app_id as text) as digits from app",
            "true",
            "app_id",
            List.of("name", "digits"),
            "time",
            Map.of(
                    "time", new Order("l.created_at", "timestamptz", false),
                    "name", new Order("lower(l.name)", "text", false),
                    "id", new Order("l.app_id", "bigint", false),
                    "state", new Order("l.disabled_at is not null", "boolean", false))),
    /** All administrators. */
    ACCOUNTS(
            """
            select id, username, roles, founder, must_change_password, created_at, password_changed_at, disabled_at,
                case when disabled_at is not null then 2 when must_change_password then 1 else 0 end as state
            from admin_user""",
            "true",
            "id",
            List.of("username", "roles"),
            "state",
            Map.of(
                    "state", new Order("l.state", "integer", false),
                    "name", new Order("lower(l.username)", "text", false),
                    "time", new Order("l.created_at", "timestamptz", true))),
    /** Sessions that still open doors; those of consoles only while somebody is seen at them. */
    SESSIONS(
            "select * from admin_session",
            "l.ended_at is null and l.expires_at > :now and (not l.console or l.seen_at > :seen)",
            "id",
            List.of("username", "address", "agent"),
            "time",
            Map.of(
                    "time", new Order("l.opened_at", "timestamptz", true),
                    "seen", new Order("l.seen_at", "timestamptz", true),
                    "name", new Order("lower(l.username)", "text", false),
                    "address", new Order("l.address", "text", false)));

    /**
     * @param type in which a cursor's value is compared
     * @param descending unless asked for otherwise
     */
    record Order(String expression, String type, boolean descending) {}

    final String rows;
    final String condition;
    final String key;
    final List<String> searched;
    final String usual;
    final Map<String, Order> orders;

    CurrentList(
            String rows, String condition, String key, List<String> searched, String usual, Map<String, Order> orders) {
        this.rows = rows;
        this.condition = condition;
        this.key = key;
        this.searched = searched;
        this.usual = usual;
        this.orders = orders;
    }

    /** What it is ordered by unless asked for otherwise. */
    public String usualSort() {
        return usual;
    }

    /** Whether this order begins with the largest unless asked for otherwise. */
    public boolean isDescending(String sort) {
        Order order = orders.get(sort);
        return order != null && order.descending();
    }
}

package io.parley.persistence.app;

import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Bans, and the tickets that an administrator has made worthless. */
@ApplicationScoped
public class BanRepository {

    private static final String COLUMNS = """
            select ban_id, user_id, cast(address as text) as address, room_id, forbids, reason, created_by, created_at, ends_at
            from ban where app_id = :app and lifted_at is null and (ends_at is null or ends_at > :now)\s""";

    private static final String FITS = """
             and (room_id = :room or room_id is null)
                and (address is null or address >>= cast(:address as inet)) and forbids in (:what, 'BOTH')
            """;

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    /** Writes a ban; its id is given here. */
    public long add(long app, Ban ban) {
        return (Long) em.unwrap(Session.class)
                .createNativeQuery("""
                insert into ban (app_id, user_id, address, room_id, forbids, reason, created_by, created_at, ends_at)
                values (:app, :user, cast(:address as cidr), :room, :forbids, :reason, :by, :at, cast(:ends as timestamptz))
                returning ban_id""", Long.class)
                .setParameter("app", app)
                .setParameter("user", ban.userId(), String.class)
                .setParameter("address", ban.address(), String.class)
                .setParameter("room", ban.roomId(), String.class)
                .setParameter("forbids", ban.forbids().name())
                .setParameter("reason", ban.reason())
                .setParameter("by", ban.createdBy())
                .setParameter("at", ban.createdAt())
                .setParameter("ends", ban.endsAt(), Instant.class)
                .getSingleResult();
    }

    /** @return the ban as it was, empty when there is no such ban in force */
    public Optional<Ban> lift(long app, long id, String admin, Instant now) {
        Optional<Ban> found =
                live(app, now, "and ban_id = :id", "id", id).stream().findFirst();
        found.ifPresent(ban -> em.createNativeQuery(
                        "update ban set lifted_by = :by, lifted_at = :now where app_id = :app and ban_id = :id and lifted_at is null")
                .setParameter("by", admin)
                .setParameter("now", now)
                .setParameter("app", app)
                .setParameter("id", id)
                .executeUpdate());
        return found;
    }

    /** Tells whether any is in force. */
    public boolean any(long app, Instant now) {
        return (Boolean) em.createNativeQuery("""
                        select exists (select 1 from ban
                            where app_id = :app and lifted_at is null and (ends_at is null or ends_at > :now))""", Boolean.class)
                .setParameter("app", app)
                .setParameter("now", now)
                .getSingleResult();
    }

    /** The number of bans in force. */
    public long count(long app, Instant now) {
        return (Long) em.createNativeQuery(
                        "select count(*) from ban where app_id = :app and lifted_at is null and (ends_at is null or ends_at > :now)",
                        Long.class)
                .setParameter("app", app)
                .setParameter("now", now)
                .getSingleResult();
    }

    /**
     * The ban that forbids this, if there is one.
     *
     * @param what JOIN or PUBLISH
     * @param address as {@link AddressRange#host} gives it; null when it is not known, and no ban of an address fits
     */
    public Optional<Ban> against(
            long app, String user, @Nullable String address, String room, Forbids what, Instant now) {
        // Each half finds its rows by the index; an order, or an "or", would have all bans of the app read.
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.unwrap(Session.class)
                .createNativeQuery(
                        COLUMNS + "and user_id = :user" + FITS + "union all\n" + COLUMNS + "and user_id is null" + FITS
                                + "limit 1",
                        Tuple.class)
                .setParameter("app", app)
                .setParameter("now", now)
                .setParameter("user", user)
                .setParameter("room", room)
                .setParameter("address", address, String.class)
                .setParameter("what", what.name())
                .getResultList();
        return rows.stream().map(BanRepository::toBan).findFirst();
    }

    /** A stay and the ban that has come over it. */
    public record Banned(long stayId, long banId, boolean join, String reason) {}

    /** Stays of a server that a ban not older than this forbids, in whole or to publish. Reads the few new bans first. */
    public List<Banned> inside(long nodeId, Instant bannedAfter, Instant now) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = em.createNativeQuery("""
                with fresh as materialized (
                    select * from ban where lifted_at is null and created_at > :after and (ends_at is null or ends_at > :now))
                select u.participation_id, b.ban_id, b.forbids <> 'PUBLISH' as whole, b.reason
                from fresh b
                join room_user u on u.app_id = b.app_id and (b.room_id is null or u.room_id = b.room_id)
                    and (b.user_id is null or u.user_id = b.user_id)
                join participation p on p.id = u.participation_id and p.joined_at = u.joined_at
                where u.node_id = :node
                    and (b.address is null or b.address >>= cast(nullif(split_part(p.address, '%', 1), '') as inet))
                    and (b.forbids <> 'PUBLISH'
                        or exists (select 1 from stream s where s.participation_id = u.participation_id))
                order by u.app_id, u.room_id, u.participation_id""", Tuple.class)
                .setParameter("node", nodeId)
                .setParameter("after", bannedAfter)
                .setParameter("now", now)
                .getResultList();
        return rows.stream()
                .map(row -> new Banned(
                        row.get("participation_id", Long.class),
                        row.get("ban_id", Long.class),
                        row.get("whole", Boolean.class),
                        row.get("reason", String.class)))
                .toList();
    }

    /** From now on nobody publishes or plays with this ticket. */
    public void revoke(WritePipeline writes, long ticketId, Instant now) {
        writes.add(
                "insert into revoked_ticket (ticket_id, revoked_at) values (?, ?) on conflict do nothing",
                ticketId,
                now);
    }

    public boolean isRevoked(long ticketId) {
        return (Boolean) em.createNativeQuery(
                        "select exists (select 1 from revoked_ticket where ticket_id = :ticket)", Boolean.class)
                .setParameter("ticket", ticketId)
                .getSingleResult();
    }

    /** Forgets tickets that cannot be good any more. */
    public int forgetRevoked(Instant before) {
        return em.createNativeQuery("delete from revoked_ticket where revoked_at < :before")
                .setParameter("before", before)
                .executeUpdate();
    }

    private List<Ban> live(long app, Instant now, String condition, Object... parameters) {
        var query = em.createNativeQuery(COLUMNS + condition, Tuple.class)
                .setParameter("app", app)
                .setParameter("now", now);
        for (int i = 0; i < parameters.length; i += 2) {
            query.setParameter((String) parameters[i], parameters[i + 1]);
        }
        @SuppressWarnings("unchecked")
        List<Tuple> rows = query.getResultList();
        return rows.stream().map(BanRepository::toBan).toList();
    }

    private static Ban toBan(Tuple row) {
        return new Ban(
                row.get("ban_id", Long.class),
                row.get("user_id", String.class),
                row.get("address", String.class),
                row.get("room_id", String.class),
                Forbids.valueOf(row.get("forbids", String.class)),
                row.get("reason", String.class),
                row.get("created_by", String.class),
                row.get("created_at", Instant.class),
                row.get("ends_at", Instant.class));
    }
}

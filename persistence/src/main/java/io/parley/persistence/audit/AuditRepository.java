package io.parley.persistence.audit;

import io.parley.persistence.sql.JsonText;
import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.Session;

/** Appends to the audit trail. Nothing here changes or deletes. */
@ApplicationScoped
public class AuditRepository {

    @PersistenceContext(unitName = "parley")
    @SuppressWarnings("NullAway.Init")
    private EntityManager em;

    public void append(AuditRecord entry, Instant at, long nodeId) {
        WritePipeline writes = new WritePipeline();
        append(writes, entry, at, nodeId);
        writes.send(em);
    }

    /** As {@link #append(AuditRecord, Instant, long)}, together with other writes. */
    public void append(WritePipeline writes, AuditRecord entry, Instant at, long nodeId) {
        writes.add(
                """
                insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, room_id, user_id,
                    stream_id, address, node_id, detail)
                values (nextval('audit_entry_seq'), ?, cast(? as bigint), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb))""",
                at,
                entry.appId(),
                entry.actorKind(),
                entry.actorId(),
                entry.action(),
                entry.refusal() == null ? "DONE" : "REFUSED",
                entry.refusal(),
                entry.roomId(),
                entry.userId(),
                entry.streamId(),
                entry.address(),
                nodeId,
                JsonText.of(entry.detail()));
    }

    /** Appends refusals, single ones and counted ones, in one batch. */
    public void append(List<CountedRefusals> refusals, long nodeId) {
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, room_id, user_id,
                        stream_id, address, node_id, detail, times, last_at)
                    values (nextval('audit_entry_seq'), ?, ?, ?, ?, ?, 'REFUSED', ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?)""")) {
                for (CountedRefusals each : refusals) {
                    AuditRecord entry = each.entry();
                    Object[] values = {
                        each.first().atOffset(ZoneOffset.UTC),
                        entry.appId(),
                        entry.actorKind(),
                        entry.actorId(),
                        entry.action().name(),
                        String.valueOf(entry.refusal()),
                        entry.roomId(),
                        entry.userId(),
                        entry.streamId(),
                        entry.address(),
                        nodeId,
                        JsonText.of(entry.detail()),
                        each.times(),
                        each.times() == 1 ? null : each.last().atOffset(ZoneOffset.UTC)
                    };
                    for (int i = 0; i < values.length; i++) {
                        insert.setObject(i + 1, values[i]);
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
    }
}

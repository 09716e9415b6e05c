package io.parley.persistence.audit;

import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Appends to the audit trail and to the calls' event feed. Nothing here changes or deletes. */
@ApplicationScoped
public class AuditRepository {

    /** Looked up once: {@code Json}'s own methods search the class path each time. */
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(null);

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
                json(entry.detail()));
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
                        json(entry.detail()),
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

    /** One event of a call for the customer, under the number the room gave it. */
    public void publish(WritePipeline writes, CallEvent event, Instant at) {
        writes.add(
                """
                insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)
                values (?, ?, ?, ?, ?, ?, cast(? as jsonb))""",
                event.roomSessionId(),
                event.seq(),
                at,
                event.appId(),
                event.roomId(),
                event.event(),
                json(event.body()));
    }

    static String json(Map<String, Object> values) {
        JsonObjectBuilder object = JSON.createObjectBuilder();
        values.forEach((name, value) -> {
            if (value instanceof Number number) {
                object.add(name, number.longValue());
            } else if (value instanceof Boolean flag) {
                object.add(name, flag);
            } else if (value instanceof Collection<?> items) {
                JsonArrayBuilder array = JSON.createArrayBuilder();
                items.forEach(item -> array.add(storable(item)));
                object.add(name, array);
            } else {
                object.add(name, storable(value));
            }
        });
        return object.build().toString();
    }

    /** PostgreSQL's jsonb has no NUL character. */
    private static String storable(Object value) {
        return value.toString().replace("\0", "");
    }
}

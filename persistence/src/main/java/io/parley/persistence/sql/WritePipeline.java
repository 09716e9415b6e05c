package io.parley.persistence.sql;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Statements that write and whose results nobody needs, sent to the database together while a row is locked for which others wait. Each
 * once: one round trip for all of them. Some several times: one round trip for each statement, with all its arguments. They run in the
 * order in which their texts were first added, in the caller's transaction; the first that fails fails all. PostgreSQL's driver prepares
 * each of them once. For one thread.
 */
public final class WritePipeline {

    private final Map<String, List<@Nullable Object[]>> statements = new LinkedHashMap<>();

    /**
     * Adds a statement.
     *
     * @param statement without a semicolon; always the same text for the same work, so that it is prepared once
     * @param arguments of its question marks: numbers, truth values, text, arrays of text, bytes, instants, enums by their name, null
     */
    public WritePipeline add(String statement, @Nullable Object... arguments) {
        statements.computeIfAbsent(statement, text -> new ArrayList<>(1)).add(arguments);
        return this;
    }

    /** Sends everything that was added, once. @throws org.hibernate.HibernateException if a statement fails */
    public void send(EntityManager em) {
        if (statements.isEmpty()) {
            return;
        }
        boolean eachOnce = statements.values().stream().allMatch(calls -> calls.size() == 1);
        em.unwrap(Session.class).doWork(eachOnce ? this::sendTogether : this::sendInBatches);
        statements.clear();
    }

    private void sendTogether(Connection connection) throws SQLException {
        try (PreparedStatement together = connection.prepareStatement(String.join(";\n", statements.keySet()))) {
            int index = 1;
            for (List<@Nullable Object[]> calls : statements.values()) {
                index = bind(together, index, calls.get(0));
            }
            together.execute();
        }
    }

    private void sendInBatches(Connection connection) throws SQLException {
        for (Map.Entry<String, List<@Nullable Object[]>> each : statements.entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement(each.getKey())) {
                for (@Nullable Object[] arguments : each.getValue()) {
                    bind(statement, 1, arguments);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    /** @return the index after the last argument */
    private static int bind(PreparedStatement statement, int from, @Nullable Object[] arguments) throws SQLException {
        int index = from;
        for (Object value : arguments) {
            bind(statement, index++, value);
        }
        return index;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof Instant instant) {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof Enum<?> constant) {
            statement.setString(index, constant.name());
        } else if (value instanceof String[] texts) {
            statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
        } else {
            statement.setObject(index, value);
        }
    }
}

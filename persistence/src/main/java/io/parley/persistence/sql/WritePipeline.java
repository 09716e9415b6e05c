package io.parley.persistence.sql;

import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Statements that write and whose results nobody needs, sent to the database together: one round trip instead of one for each, while a
 * row is locked for which others wait. They run in order, in the caller's transaction; the first that fails fails all. PostgreSQL's
 * driver prepares each of them once. For one thread.
 */
public final class WritePipeline {

    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    /**
     * Adds a statement.
     *
     * @param statement without a semicolon; always the same text for the same work, so that it is prepared once
     * @param arguments of its question marks: numbers, truth values, text, arrays of text, bytes, instants, enums by their name, null
     */
    public WritePipeline add(String statement, @Nullable Object... arguments) {
        if (!sql.isEmpty()) {
            sql.append(";\n");
        }
        sql.append(statement);
        values.addAll(java.util.Arrays.asList(arguments));
        return this;
    }

    /** Sends everything that was added, once. @throws org.hibernate.HibernateException if a statement fails */
    public void send(EntityManager em) {
        if (sql.isEmpty()) {
            return;
        }
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement together = connection.prepareStatement(sql.toString())) {
                for (int i = 0; i < values.size(); i++) {
                    bind(together, i + 1, values.get(i));
                }
                together.execute();
            }
        });
        sql.setLength(0);
        values.clear();
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

package io.parley.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks into the server's database. */
public record Database(String port, String password) {

    public List<Map<String, Object>> rows(String sql, Object... arguments) {
        return rows(false, sql, arguments);
    }

    /** Changes what no role may change: history is as if it had been otherwise. */
    public void forge(String sql, Object... arguments) {
        rows(true, sql, arguments);
    }

    private List<Map<String, Object>> rows(boolean withoutTriggers, String sql, Object... arguments) {
        try (Connection connection = open(withoutTriggers ? "?options=-c%20session_replication_role=replica" : "");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A connection of the test's own; whoever opens it closes it. */
    public Connection open() throws SQLException {
        return open("");
    }

    private Connection open(String options) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres" + options, "postgres", password);
    }

    /** The values of the first column, as text. */
    public List<String> texts(String sql, Object... arguments) {
        return rows(sql, arguments).stream()
                .map(row -> String.valueOf(row.values().iterator().next()))
                .toList();
    }

    public long number(String sql, Object... arguments) {
        return Long.parseLong(texts(sql, arguments).get(0));
    }
}

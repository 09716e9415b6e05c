package io.parley.persistence.rule;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The transactions in which rules are tried: one that makes rows of its own, and another one beside it. Both are rolled back. For one
 * thread, and outside any other transaction.
 */
final class RuleTrial implements AutoCloseable {

    /** How long the first transaction waits for somebody else's lock. */
    private static final int PATIENCE_MS = 250;

    /** How long the other transaction waits for the first, which goes on only afterwards. */
    private static final int WAIT_MS = 20;

    /** A database that does not know lock_timeout would wait for good. */
    private static final int QUERY_TIMEOUT_S = 5;

    private static final String NO_STATE = "XX000";

    private static final String CANCELLED = "57014";

    /** Deadlock, serialization failure, cancellation: they say nothing about a rule. */
    private static final Set<String> ACCIDENTS = Set.of(RefusalState.LOCKED.code(), "40P01", "40001", CANCELLED);

    /** Connection lost, out of resources, operator's intervention. */
    private static final Set<String> ACCIDENT_CLASSES = Set.of("08", "53", "57", "58");

    private final Connection first;
    private final Connection other;
    private final String app;
    private final String number;

    RuleTrial(DataSource database) throws SQLException {
        SecureRandom random = new SecureRandom();
        app = Long.toString(4_000_000_000L + random.nextInt(294_967_000));
        number = "(" + -1000L * (1 + random.nextInt(Integer.MAX_VALUE)) + ")";
        first = open(database);
        try {
            other = open(database);
        } catch (SQLException e) {
            first.close();
            throw e;
        }
    }

    private static Connection open(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Begins the first transaction. */
    void begin() throws SQLException {
        run(first, "set local lock_timeout = " + PATIENCE_MS);
    }

    void rollBack() throws SQLException {
        first.rollback();
    }

    /** Tries a rule; the first transaction is afterwards as it was before. */
    Optional<BrokenRule> attempt(DatabaseRule rule) throws SQLException {
        Savepoint before = first.setSavepoint();
        Optional<BrokenRule> broken;
        try {
            broken = rule.attempt(this);
        } catch (SQLException e) {
            broken = Optional.of(new BrokenRule(rule.name(), "it refused an attempt, " + reason(e)));
            other.rollback();
        }
        first.rollback(before);
        first.releaseSavepoint(before);
        return broken;
    }

    @Nullable
    String take(String what, String statement) throws SQLException {
        try {
            run(first, statement);
            return null;
        } catch (SQLException e) {
            return "it refused " + what + ", " + reason(e);
        }
    }

    @Nullable
    String refuse(RefusalState state, String what, String statement) throws SQLException {
        String refusal = refusal(first, statement);
        if (refusal.isEmpty()) {
            return "it took " + what;
        }
        if (isAccident(refusal)) {
            throw new SQLException(refusal, refusal.substring(0, 5));
        }
        return refusal.startsWith(state.code()) ? null : "it refused " + what + " for another reason, " + refusal;
    }

    @Nullable
    String passOver(String what, String statement) throws SQLException {
        try (Statement sql = first.createStatement()) {
            return sql.executeUpdate(own(statement)) == 0 ? null : "it took " + what;
        } catch (SQLException e) {
            return "it refused " + what + " instead of passing over it, " + reason(e);
        }
    }

    @Nullable
    String ask(String expected, String question) throws SQLException {
        return compare(expected, question, first);
    }

    /** A question of the other transaction. */
    @Nullable
    String askOther(String expected, String question) throws SQLException {
        String finding = compare(expected, question, other);
        other.rollback();
        return finding;
    }

    /** What the first transaction is told; for what is not the same each time. */
    String answer(String question) throws SQLException {
        return answer(question, first);
    }

    String otherAnswer(String question) throws SQLException {
        String answer = answer(question, other);
        other.rollback();
        return answer;
    }

    /** A statement of the other transaction for which it must wait until the first one has ended. */
    @Nullable
    String waits(String what, String statement) throws SQLException {
        try {
            run(other, "set local lock_timeout = " + WAIT_MS);
            String refusal = refusal(other, statement);
            return refusal.startsWith(RefusalState.LOCKED.code()) ? null : (what + " did not wait " + refusal).strip();
        } catch (SQLException e) {
            if (CANCELLED.equals(e.getSQLState())) {
                return what + " waited for longer than lock_timeout";
            }
            throw e;
        } finally {
            other.rollback();
        }
    }

    /** Waits for a lock that somebody else may have. False when it was not to be had. */
    boolean lock(String statement) throws SQLException {
        String refusal = refusal(first, statement);
        if (!refusal.isEmpty() && !refusal.startsWith(RefusalState.LOCKED.code())) {
            throw new SQLException(refusal, refusal.substring(0, 5));
        }
        return refusal.isEmpty();
    }

    /**
     * Runs a statement that is to be refused. In a block that catches it, so that the transaction goes on, and the database's log has no
     * error that nobody need read.
     *
     * @return SQLSTATE and message, empty when it was not refused
     */
    private String refusal(Connection connection, String statement) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.setQueryTimeout(QUERY_TIMEOUT_S);
            boolean rows = sql.execute("do $rule$ begin " + own(statement)
                    + "; perform set_config('parley.refusal', '', true); exception when others then"
                    + " perform set_config('parley.refusal', sqlstate || ' ' || sqlerrm, true); end $rule$;"
                    + " select current_setting('parley.refusal')");
            while (!rows && sql.getUpdateCount() != -1) {
                rows = sql.getMoreResults();
            }
            try (ResultSet answer = sql.getResultSet()) {
                answer.next();
                return answer.getString(1);
            }
        }
    }

    private @Nullable String compare(String expected, String question, Connection connection) throws SQLException {
        try {
            String answer = answer(question, connection);
            return answer.equals(expected) ? null : "it answered '" + answer + "' instead of '" + expected + "'";
        } catch (SQLException e) {
            return "it refused a question, " + reason(e);
        }
    }

    private String answer(String question, Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(own(question))) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    private void run(Connection connection, String statement) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute(own(statement));
        }
    }

    private String own(String statement) {
        return statement.replace("{app}", app).replace("{n}", number);
    }

    /** The first line of what the database says. @throws SQLException what says nothing about a rule */
    private static String reason(SQLException failure) throws SQLException {
        String state = failure.getSQLState() == null ? NO_STATE : failure.getSQLState();
        if (isAccident(state)) {
            throw failure;
        }
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse(state);
    }

    /** @param failure begins with an SQLSTATE */
    private static boolean isAccident(String failure) {
        return ACCIDENT_CLASSES.contains(failure.substring(0, 2)) || ACCIDENTS.contains(failure.substring(0, 5));
    }

    @Override
    public void close() throws SQLException {
        try (first;
                other) {
            first.rollback();
            other.rollback();
            first.setAutoCommit(true);
            other.setAutoCommit(true);
        }
    }
}

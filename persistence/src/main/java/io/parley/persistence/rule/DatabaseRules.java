package io.parley.persistence.rule;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Tries the rules that Parley leaves to its database: keys and the predicates of unique indexes, references, checks, partitions, triggers,
 * rights, locks and isolation. There are databases that speak PostgreSQL's protocol, take its DDL and do not keep all of it. Everything is
 * tried on rows of its own in transactions that are rolled back, beside servers that work.
 */
public final class DatabaseRules {

    private static final String ROLLED_BACK = "what is rolled back is gone";

    private static final int ATTEMPTS = 5;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private DatabaseRules() {}

    /**
     * Tries all of them, in some tenths of a second.
     *
     * @param database of the application's role; two connections, neither of them in a transaction
     * @return the rules that it does not keep
     * @throws IllegalStateException when that is not known, as when the database does not answer or somebody holds a table
     */
    public static List<BrokenRule> broken(DataSource database) {
        for (int attempt = 1; ; attempt++) {
            try (RuleTrial trial = new RuleTrial(database)) {
                return brokenOf(trial);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException(
                            "the rules of the database could not be tried: " + e.getMessage(), e);
                }
                pause();
            }
        }
    }

    private static List<BrokenRule> brokenOf(RuleTrial trial) throws SQLException {
        trial.begin();
        String finding = TransactionRules.isRolledBack(trial);
        trial.rollBack();
        if (finding != null) {
            return List.of(new BrokenRule(ROLLED_BACK, finding));
        }
        trial.begin();
        Optional<BrokenRule> unwritten = SampleRows.CALL.attempt(trial);
        return unwritten.isPresent() ? List.of(unwritten.get()) : brokenOfSample(trial);
    }

    private static List<BrokenRule> brokenOfSample(RuleTrial trial) throws SQLException {
        boolean owner = trial.answer(
                        "select pg_has_role(current_user, relowner, 'USAGE') from pg_class where oid = cast('audit_entry' as regclass)")
                .equals("t");
        List<BrokenRule> broken = new ArrayList<>();
        for (DatabaseRule each : rules(owner)) {
            trial.attempt(each).ifPresent(broken::add);
        }
        return broken;
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a table", e);
        }
    }

    /** An owner may do what the application's role may not. */
    private static List<DatabaseRule> rules(boolean owner) {
        return Stream.of(
                        TransactionRules.RULES,
                        ClaimRules.RULES,
                        SteadyRules.RULES,
                        FactRules.RULES,
                        AuditRules.RULES,
                        owner ? List.<DatabaseRule>of() : AuditRules.OF_APPLICATION,
                        ValueRules.RULES)
                .flatMap(List::stream)
                .toList();
    }

    /** The names of all rules, in words. */
    public static List<String> names() {
        return Stream.concat(
                        Stream.of(ROLLED_BACK, SampleRows.CALL.name()),
                        rules(false).stream().map(DatabaseRule::name))
                .toList();
    }
}

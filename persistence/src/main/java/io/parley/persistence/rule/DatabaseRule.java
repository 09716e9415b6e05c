package io.parley.persistence.rule;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule with the attempts that show whether the database keeps it. Statements may name {@code {app}} and {@code {n}}, numbers that
 * nobody else has: of an app, and of everything else; the ten below {@code {n}} are free as well. Those to be refused run within PL/pgSQL.
 *
 * @param name the rule in words
 */
record DatabaseRule(String name, List<Attempt> attempts) {

    /** One attempt, after those before it. */
    @FunctionalInterface
    interface Attempt {

        /**
         * Makes it.
         *
         * @return what the database did against the rule, null when it kept it
         * @throws SQLException when that is not known, as when somebody else holds a lock
         */
        @Nullable
        String make(RuleTrial trial) throws SQLException;
    }

    static DatabaseRule of(String name) {
        return new DatabaseRule(name, List.of());
    }

    /** A statement that the database must do. */
    DatabaseRule takes(String what, String statement) {
        return with(trial -> trial.take(what, statement));
    }

    /** A statement that the database must refuse, for this reason. */
    DatabaseRule refuses(RefusalState state, String what, String statement) {
        return with(trial -> trial.refuse(state, what, statement));
    }

    /** A statement that the database must do without changing a row. */
    DatabaseRule passesOver(String what, String statement) {
        return with(trial -> trial.passOver(what, statement));
    }

    /** A question with one answer. */
    DatabaseRule answers(String expected, String question) {
        return with(trial -> trial.ask(expected, question));
    }

    DatabaseRule with(Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new DatabaseRule(name, List.copyOf(all));
    }

    /** The first attempt that went against the rule, if any. */
    Optional<BrokenRule> attempt(RuleTrial trial) throws SQLException {
        for (Attempt each : attempts) {
            String finding = each.make(trial);
            if (finding != null) {
                return Optional.of(new BrokenRule(name, finding));
            }
        }
        return Optional.empty();
    }
}

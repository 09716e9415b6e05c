package io.parley.persistence.rule;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules about two transactions at a time. The other one sees nothing of the sample rows. */
final class TransactionRules {

    private static final String LOCK = "perform 1 from report_progress for update";

    private static final String COUNT =
            "select count(*) from (select 1 from report_progress for update skip locked) passed";

    private TransactionRules() {}

    /** Tried alone and before all others, which leave rows behind where this one is broken. */
    static @Nullable String isRolledBack(RuleTrial trial) throws SQLException {
        String taken = trial.take(
                "a row", "insert into revoked_ticket (ticket_id, revoked_at) values ({n}, now()); savepoint rule");
        if (taken == null) {
            taken = trial.take("another", "insert into revoked_ticket (ticket_id, revoked_at) values ({n} - 1, now())");
        }
        if (taken != null) {
            return taken;
        }
        String finding = trial.take("to go back", "rollback to savepoint rule");
        if (finding == null) {
            finding = trial.ask("1", "select count(*) from revoked_ticket where ticket_id in ({n}, {n} - 1)");
        }
        trial.rollBack();
        return finding != null
                ? finding
                : trial.ask("0", "select count(*) from revoked_ticket where ticket_id in ({n}, {n} - 1)");
    }

    static final List<DatabaseRule> RULES = List.of(
            DatabaseRule.of("nobody sees a row before its commit")
                    .with(trial -> trial.askOther("0", "select count(*) from app where app_id = {app}")),
            DatabaseRule.of("a statement sees what was committed before it began")
                    .with(trial -> {
                        trial.answer("select count(*) from node where node_id = {n}");
                        // a transaction that ends here without having changed anything
                        String ended = trial.otherAnswer("select txid_current()");
                        return trial.ask(
                                "t", "select txid_visible_in_snapshot(" + ended + ", txid_current_snapshot())");
                    }),
            DatabaseRule.of("who writes a key waits for whoever writes it already")
                    .with(trial -> trial.waits("a second room", SampleRows.room("r") + " on conflict do nothing"))
                    .with(trial -> trial.waits(
                            "a second publisher",
                            SampleRows.stream("s", "v", "{n} - 1") + " on conflict (app_id, stream_id) do nothing"))
                    .with(trial -> trial.waits("a second stay", SampleRows.stay("r", "u", "{n} - 2"))),
            DatabaseRule.of("who locks a row waits for whoever has locked it").with(trial -> {
                // Where another server has it, this transaction has just waited.
                if (!trial.lock(LOCK)) {
                    return null;
                }
                String finding = trial.waits("a second lock", LOCK);
                return finding != null ? finding : trial.waits("a shared lock", LOCK.replace("update", "share"));
            }),
            DatabaseRule.of("SKIP LOCKED passes over a locked row").with(trial -> {
                if (trial.answer(COUNT).equals("0")) {
                    // passed over the one that another server has
                    return trial.ask("1", "select count(*) from report_progress");
                }
                return trial.askOther("0", COUNT);
            }),
            DatabaseRule.of("an advisory lock has one holder").with(trial -> {
                trial.answer("select cast(pg_advisory_xact_lock(cast({n} as bigint)) as text)");
                return trial.askOther("f", "select pg_try_advisory_xact_lock(cast({n} as bigint))");
            }),
            DatabaseRule.of("a sequence gives no number twice").with(trial -> {
                String number = trial.answer("select nextval('message_seq')");
                String next = trial.otherAnswer("select nextval('message_seq')");
                String last = trial.answer("select nextval('message_seq')");
                return number.equals(next) || next.equals(last) || number.equals(last)
                        ? "it gave " + number + ", " + next + " and " + last
                        : null;
            }));
}

package io.parley.persistence.rule;

import static io.parley.persistence.rule.RefusalState.CHECK;
import static io.parley.persistence.rule.RefusalState.PRIVILEGE;
import static io.parley.persistence.rule.RefusalState.UNIQUE;

import java.util.List;

/** Rules about what happened: written once, in the partition of its month, ended once. */
final class FactRules {

    /** The columns of an end and of a beginning. */
    private record Fact(String table, String begun, String end, String latest, String reason) {

        String ends(String at, String until, String why) {
            return "update " + table + " set " + end + " = " + at + ", " + latest + " = " + until + ", " + reason
                    + " = " + why + " where id = {n} and " + begun + " = now()";
        }
    }

    private static final Fact PUBLICATION =
            new Fact("publication", "started_at", "ended_at", "ended_at_max", "end_reason");
    private static final Fact PLAYBACK = new Fact("playback", "started_at", "ended_at", "ended_at_max", "end_reason");

    private static final List<Fact> FACTS = List.of(
            new Fact("room_session", "opened_at", "closed_at", "closed_at_max", "close_reason"),
            new Fact("participation", "joined_at", "left_at", "left_at_max", "leave_reason"),
            PUBLICATION,
            PLAYBACK);

    /** In a month before there was anything. */
    private static final String LONG_AGO = "timestamptz '1970-02-01 00:00:00+00'";

    private static final String IN_ITS_MONTH =
            " and tableoid = to_regclass('%s' || to_char(now() at time zone 'UTC', '_YYYY_MM'))";

    private FactRules() {}

    static final List<DatabaseRule> RULES = List.of(
            once(), inItsMonth(), noOtherMonth(), endsWhole(), endsLater(), beginsOnce(), endsOnce(), countsUp());

    private static DatabaseRule once() {
        DatabaseRule rule = DatabaseRule.of("a fact is there once");
        for (Fact fact : FACTS) {
            rule = rule.refuses(UNIQUE, "a second " + fact.table(), SampleRows.fact(fact.table(), "{n}"));
        }
        return rule.refuses(UNIQUE, "a second event of a number", SampleRows.event("{n}", 1))
                .refuses(UNIQUE, "a second audit entry", SampleRows.entry("{n}", "now()", "'DONE'", "null"))
                .refuses(UNIQUE, "a second quality sample", SampleRows.sample("{n}", "'PLAY'", 1000, 0))
                .takes("an event of the next number", SampleRows.event("{n}", 2));
    }

    private static DatabaseRule inItsMonth() {
        DatabaseRule rule = DatabaseRule.of("a fact lies in the partition of its month");
        for (Fact fact : FACTS) {
            rule = rule.answers(
                    "1",
                    "select count(*) from " + fact.table() + " where id = {n}" + IN_ITS_MONTH.formatted(fact.table()));
        }
        return rule.answers(
                        "1", "select count(*) from audit_entry where id = {n}" + IN_ITS_MONTH.formatted("audit_entry"))
                .answers(
                        "1",
                        "select count(*) from callback_outbox where room_session_id = {n}"
                                + IN_ITS_MONTH.formatted("callback_outbox"))
                .answers(
                        "1",
                        "select count(*) from quality_sample where id = {n} and sampled_at = now()"
                                + IN_ITS_MONTH.formatted("quality_sample"));
    }

    private static DatabaseRule noOtherMonth() {
        DatabaseRule rule = DatabaseRule.of("a fact of a month without a partition is refused");
        for (Fact fact : FACTS) {
            rule = rule.refuses(
                    CHECK, "a " + fact.table() + " of 1970", SampleRows.fact(fact.table(), "{n}", LONG_AGO));
        }
        return rule.refuses(CHECK, "an event of 1970", SampleRows.event("{n}", 1, LONG_AGO))
                .refuses(CHECK, "an audit entry of 1970", SampleRows.entry("{n}", LONG_AGO, "'DONE'", "null"))
                .refuses(CHECK, "a quality sample of 1970", SampleRows.sample("{n}", "'PLAY'", 1000, 0, LONG_AGO));
    }

    private static DatabaseRule endsWhole() {
        DatabaseRule rule = DatabaseRule.of("an end has a time and a reason");
        for (Fact fact : FACTS) {
            rule = rule.refuses(
                            CHECK,
                            "an end of a " + fact.table() + " without a reason",
                            fact.ends("now()", "now()", "null"))
                    .refuses(
                            CHECK,
                            "a reason of a " + fact.table() + " without an end",
                            fact.ends("null", "null", "'RULE'"));
        }
        return rule.refuses(CHECK, "an incarnation's end without a reason", """
                update node set ended_at = now() where node_id = {n}""");
    }

    private static DatabaseRule endsLater() {
        DatabaseRule rule = DatabaseRule.of("nothing ends before it began");
        for (Fact fact : FACTS) {
            rule = rule.refuses(
                            CHECK,
                            "a " + fact.table() + " that did",
                            fact.ends("now() - interval '1 second'", "now()", "'RULE'"))
                    .refuses(
                            CHECK,
                            "a " + fact.table() + " whose latest end is before its end",
                            fact.ends("now()", "now() - interval '1 second'", "'RULE'"));
        }
        return rule;
    }

    private static DatabaseRule beginsOnce() {
        DatabaseRule rule = DatabaseRule.of("what has begun does not change");
        for (Fact fact : FACTS) {
            rule = rule.refuses(
                    PRIVILEGE,
                    "another room of a " + fact.table(),
                    "update " + fact.table() + " set room_id = 'q' where id = {n} and " + fact.begun() + " = now()");
        }
        return rule;
    }

    private static DatabaseRule endsOnce() {
        DatabaseRule rule = DatabaseRule.of("what has ended does not end again");
        for (Fact fact : FACTS) {
            rule = rule.takes("an end", fact.ends("now()", "now()", "'RULE'"))
                    .refuses(PRIVILEGE, "a second end of a " + fact.table(), fact.ends("now()", "now()", "'OTHER'"))
                    .refuses(PRIVILEGE, "a " + fact.table() + " that goes on", fact.ends("null", "null", "null"));
        }
        return rule;
    }

    private static DatabaseRule countsUp() {
        DatabaseRule rule = DatabaseRule.of("the bytes of media only grow");
        for (Fact fact : List.of(PUBLICATION, PLAYBACK)) {
            String bytes = "update " + fact.table() + " set bytes = %d where id = {n} and started_at = now()";
            rule = rule.refuses(PRIVILEGE, "fewer of a " + fact.table(), bytes.formatted(9))
                    .takes("an end", fact.ends("now()", "now()", "'RULE'"))
                    .takes("more after the end", bytes.formatted(11));
        }
        return rule;
    }
}

package io.parley.ejb.report;

import io.parley.ejb.report.ReportFilter.Step;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The hours and days of a zone as instants. Each begins at a quarter-hour of UTC. Where clocks are put on by half an hour an hour may be
 * shorter; a day is from one first moment of a date to the next.
 */
final class ZoneSteps {

    /** The most rows of a chart. */
    static final int MAX_STEPS = 10_000;

    private ZoneSteps() {}

    /** The starts of the steps that lie, at least in part, in [from, to); the first may begin before from. */
    static List<Instant> starts(Instant from, Instant to, ZoneId zone, Step step) {
        List<Instant> starts = new ArrayList<>();
        for (Instant at = startOf(from, zone, step); at.isBefore(to); at = next(at, zone, step)) {
            if (starts.size() == MAX_STEPS) {
                throw new Refused(
                        Refusal.ARGUMENT_WRONG,
                        "more than " + MAX_STEPS + " steps: take a shorter time, or days instead of hours");
            }
            starts.add(at);
        }
        return starts;
    }

    /** The begin of the step in which an instant is. */
    static Instant startOf(Instant at, ZoneId zone, Step step) {
        ZonedDateTime local = at.atZone(zone);
        if (step == Step.DAY) {
            return local.toLocalDate().atStartOfDay(zone).toInstant();
        }
        Instant whole = at.minus(
                at.getNano() + 1_000_000_000L * (local.getMinute() * 60L + local.getSecond()), ChronoUnit.NANOS);
        ZoneOffsetTransition change = zone.getRules().previousTransition(at.plusNanos(1));
        return change != null && change.getInstant().isAfter(whole) ? change.getInstant() : whole;
    }

    private static Instant next(Instant start, ZoneId zone, Step step) {
        ZonedDateTime local = start.atZone(zone);
        if (step == Step.DAY) {
            return local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        }
        return nextHour(start, zone.getRules());
    }

    /** The next instant at which the local clock shows a full hour or is put on or back. */
    static Instant nextHour(Instant start, ZoneRules rules) {
        int intoHour =
                Math.floorMod(start.getEpochSecond() + rules.getOffset(start).getTotalSeconds(), 3_600);
        Instant next = start.minusNanos(start.getNano()).plusSeconds(3_600 - intoHour);
        ZoneOffsetTransition change = rules.nextTransition(start);
        return change != null && change.getInstant().isBefore(next) ? change.getInstant() : next;
    }
}

package io.parley.ejb.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * The hours of the week in a zone, 0 for Monday's first to 167, over some time.
 *
 * @param changes when the offset changed, the first not after the time's start
 * @param offsets seconds to add to UTC from each change on
 * @param micros how much of the time is in each hour of the week, in microseconds
 */
record HourOfWeek(List<Instant> changes, List<Integer> offsets, List<Long> micros) {

    static final int HOURS = 168;

    static HourOfWeek of(Instant from, Instant to, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<Instant> changes = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        // a quarter-hour that the time begins within counts with its begin
        Instant at = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), 900L) * 900);
        while (at.isBefore(to)) {
            changes.add(at);
            offsets.add(rules.getOffset(at).getTotalSeconds());
            ZoneOffsetTransition change = rules.nextTransition(at);
            at = change == null ? to : change.getInstant();
        }
        long[] micros = new long[HOURS];
        Instant hour = from;
        while (hour.isBefore(to)) {
            Instant next = ZoneSteps.nextHour(hour, rules);
            Instant end = next.isBefore(to) ? next : to;
            micros[of(hour.atZone(zone))] += ChronoUnit.MICROS.between(hour, end);
            hour = end;
        }
        List<Long> covered = new ArrayList<>(HOURS);
        for (long each : micros) {
            covered.add(each);
        }
        return new HourOfWeek(changes, offsets, covered);
    }

    static int of(ZonedDateTime time) {
        return (time.getDayOfWeek().getValue() - 1) * 24 + time.getHour();
    }
}

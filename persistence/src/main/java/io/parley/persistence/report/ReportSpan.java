package io.parley.persistence.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time that a report is about, taken apart: whole quarter-hours or days that the sums have, and what is left at its edges, which is
 * counted from the facts.
 *
 * @param to excluded, not in the future
 * @param rolledTo from when on there are no sums
 */
public record ReportSpan(Instant from, Instant to, Instant rolledTo) {

    /** Half open; empty when it begins at its end or later. */
    public record Range(Instant from, Instant to) {
        boolean isEmpty() {
            return !from.isBefore(to);
        }
    }

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * The longest time of a fact that is not noted apart; one that lasts longer is ({@code report_long}), once it began this long before
     * the end of the sums.
     */
    private static final Duration LONG = Duration.ofHours(6);

    /** The quarter-hours of which there are sums. */
    Range quarters() {
        return whole(from, to, QUARTER);
    }

    /** The days (UTC) of which there are sums. */
    Range days() {
        return whole(from, to, DAY);
    }

    /** The ranges that the sums of quarter-hours leave out. */
    List<Range> besideQuarters() {
        return beside(new Range(from, to), quarters());
    }

    /** The ranges that the sums of days leave out. */
    List<Range> besideDays() {
        return beside(new Range(from, to), days());
    }

    /** The quarter-hours of which there are sums, without those of the days of which there are sums. */
    List<Range> quartersBesideDays() {
        return beside(quarters(), days());
    }

    /** The moment after which everything began that was going on in a range, unless it is noted apart. */
    Instant since(Range range) {
        Instant noted = range.from.isBefore(rolledTo) ? range.from : rolledTo;
        return noted.minus(LONG);
    }

    private Range whole(Instant since, Instant until, Duration grain) {
        long size = grain.toSeconds();
        Instant end = until.isBefore(rolledTo) ? until : rolledTo;
        long first = Math.floorDiv(since.getEpochSecond() + size - (since.getNano() == 0 ? 1 : 0), size);
        return new Range(
                Instant.ofEpochSecond(first * size),
                Instant.ofEpochSecond(Math.floorDiv(end.getEpochSecond(), size) * size));
    }

    private static List<Range> beside(Range all, Range middle) {
        List<Range> rest = new ArrayList<>(2);
        if (middle.isEmpty()) {
            rest.add(all);
        } else {
            rest.add(new Range(all.from, middle.from));
            rest.add(new Range(middle.to, all.to));
        }
        rest.removeIf(Range::isEmpty);
        return rest;
    }
}

package io.parley.ejb.report;

import io.parley.persistence.report.MemberSums;
import io.parley.persistence.report.QualitySums;
import io.parley.persistence.report.ReasonCount;
import io.parley.persistence.report.UsageSums;
import io.parley.persistence.report.UsageSums.Tries;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums as rows of a table: microseconds become minutes, counts become shares. */
final class ReportRows {

    private static final double US_PER_MINUTE = 60_000_000;
    private static final double MS_PER_MINUTE = 60_000;

    private ReportRows() {}

    static List<@Nullable Object> usage(UsageSums sums, Object... before) {
        List<@Nullable Object> row = new ArrayList<>(Arrays.asList(before));
        row.addAll(row(
                (long) sums.peakRooms(),
                (long) sums.peakUsers(),
                (long) sums.peakStreams(),
                sums.calls(),
                sums.stays(),
                minutes(sums.stayUs()),
                minutes(sums.publishUs()),
                minutes(sums.playUs())));
        return row;
    }

    static List<@Nullable Object> success(OffsetDateTime time, UsageSums sums) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(time);
        for (Tries tries : List.of(sums.login(), sums.publish(), sums.play())) {
            long all = tries.done() + tries.refused();
            row.addAll(row(all, tries.done(), tries.refused(), share(tries.done(), all)));
        }
        return row;
    }

    static List<@Nullable Object> busiest(int hour, UsageSums sums, long coveredUs) {
        return row(
                (long) (hour / 24 + 1),
                (long) (hour % 24),
                (long) sums.peakUsers(),
                mean(sums.stayUs(), coveredUs),
                sums.calls(),
                minutes(sums.stayUs()));
    }

    static List<@Nullable Object> member(MemberSums sums) {
        return row(
                Long.toString(sums.appId()),
                sums.id(),
                sums.begun(),
                minutes(sums.stayUs()),
                minutes(sums.publishUs()),
                minutes(sums.playUs()));
    }

    static List<@Nullable Object> quality(OffsetDateTime time, QualitySums sums) {
        return row(
                time,
                sums.side(),
                sums.source(),
                rounded(sums.windowMs() / MS_PER_MINUTE),
                share(sums.stallMs(), sums.windowMs()),
                share(sums.audioGapMs(), sums.windowMs()),
                share(sums.videoGapMs(), sums.windowMs()),
                mean(sums.bytes() * 8, sums.windowMs()),
                mean(sums.frames() * 1_000, sums.windowMs()),
                mean(sums.rttMs(), sums.rttSamples()),
                mean(sums.lagMs(), sums.lagSamples()));
    }

    /** The share is that of all with the same subject. */
    static List<List<@Nullable Object>> reasons(List<ReasonCount> counts) {
        Map<String, Long> all = new HashMap<>();
        counts.forEach(count -> all.merge(count.subject(), count.times(), Long::sum));
        return counts.stream()
                .map(count -> row(
                        count.subject(),
                        count.reason(),
                        count.times(),
                        share(count.times(), all.getOrDefault(count.subject(), 0L))))
                .toList();
    }

    static double minutes(long micros) {
        return rounded(micros / US_PER_MINUTE);
    }

    private static @Nullable Double share(long part, long all) {
        return all == 0 ? null : Math.round(10_000.0 * part / all) / 10_000.0;
    }

    private static @Nullable Double mean(long sum, long count) {
        return count == 0 ? null : rounded((double) sum / count);
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Collections.unmodifiableList(Arrays.asList(values));
    }
}

package io.parley.ejb.report;

import io.parley.persistence.report.MemberStatistics;
import io.parley.persistence.report.QualityStatistics;
import io.parley.persistence.report.ReasonCount;
import io.parley.persistence.report.UsageStatistics;
import io.parley.persistence.report.UsageStatistics.Tries;
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

    static List<@Nullable Object> usage(UsageStatistics statistics, Object... before) {
        List<@Nullable Object> row = new ArrayList<>(Arrays.asList(before));
        row.addAll(row(
                (long) statistics.peakRooms(),
                (long) statistics.peakUsers(),
                (long) statistics.peakStreams(),
                statistics.calls(),
                statistics.stays(),
                minutes(statistics.stayUs()),
                minutes(statistics.publishUs()),
                minutes(statistics.playUs())));
        return row;
    }

    static List<@Nullable Object> success(OffsetDateTime time, UsageStatistics statistics) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(time);
        for (Tries tries : List.of(statistics.login(), statistics.publish(), statistics.play())) {
            long all = tries.done() + tries.refused();
            row.addAll(row(all, tries.done(), tries.refused(), share(tries.done(), all)));
        }
        return row;
    }

    static List<@Nullable Object> busiest(int hour, UsageStatistics statistics, long coveredUs) {
        return row(
                (long) (hour / 24 + 1),
                (long) (hour % 24),
                (long) statistics.peakUsers(),
                mean(statistics.stayUs(), coveredUs),
                statistics.calls(),
                minutes(statistics.stayUs()));
    }

    static List<@Nullable Object> member(MemberStatistics statistics) {
        return row(
                Long.toString(statistics.appId()),
                statistics.id(),
                statistics.begun(),
                minutes(statistics.stayUs()),
                minutes(statistics.publishUs()),
                minutes(statistics.playUs()));
    }

    static List<@Nullable Object> quality(OffsetDateTime time, QualityStatistics statistics) {
        return row(
                time,
                statistics.side(),
                statistics.source(),
                rounded(statistics.windowMs() / MS_PER_MINUTE),
                share(statistics.stallMs(), statistics.windowMs()),
                share(statistics.audioGapMs(), statistics.windowMs()),
                share(statistics.videoGapMs(), statistics.windowMs()),
                mean(statistics.bytes() * 8, statistics.windowMs()),
                mean(statistics.frames() * 1_000, statistics.windowMs()),
                mean(statistics.rttMs(), statistics.rttSamples()),
                mean(statistics.lagMs(), statistics.lagSamples()));
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

package io.parley.ejb.report;

import io.parley.ejb.report.History.Fact;
import io.parley.ejb.report.History.Sample;
import io.parley.ejb.report.History.Try;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every report counted in the plainest way, over all rows and without SQL. */
final class Recount {

    private record Part(Instant nominal, Instant from, Instant to) {}

    private final History history;
    private final ReportFilter filter;
    private final Instant now;
    private final Instant to;

    Recount(History history, ReportFilter filter, Instant now) {
        this.history = history;
        this.filter = filter;
        this.now = now;
        this.to = filter.to().isBefore(now) ? filter.to() : now;
    }

    List<List<@Nullable Object>> rows(ReportKind kind) {
        return switch (kind) {
            case USAGE ->
                parts().stream()
                        .map(part -> row(Stream.of(time(part)), usage(app(), part.from(), part.to()).stream()))
                        .toList();
            case SUCCESS -> parts().stream().map(this::success).toList();
            case BY_APP -> byApp();
            case BY_ROOM -> members("CALL", Fact::room);
            case BY_USER -> members("STAY", Fact::user);
            case END_REASONS ->
                reasons(facts(app())
                        .filter(fact -> fact.end() != null && in(fact.end(), filter.from(), to))
                        .map(fact -> List.of(fact.fact(), fact.reason())));
            case REFUSALS ->
                reasons(tries(app(), filter.from(), to)
                        .filter(each -> each.refusal() != null)
                        .map(each -> List.of(each.action(), each.refusal())));
            case QUALITY -> quality();
            case BUSIEST_HOURS -> busiest();
        };
    }

    /** Steps found by walking over all quarter-hours and looking at the clock on the wall. */
    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        Object label = null;
        Instant at = Instant.ofEpochSecond(Math.floorDiv(filter.from().getEpochSecond(), 900L) * 900);
        while (Objects.equals(label(at), label(at.minusSeconds(900)))) {
            at = at.minusSeconds(900);
        }
        for (; at.isBefore(to); at = at.plusSeconds(900)) {
            if (!label(at).equals(label)) {
                label = label(at);
                parts.add(new Part(at, at, to));
            }
        }
        List<Part> cut = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Instant start = parts.get(i).nominal();
            Instant end = i + 1 < parts.size() ? parts.get(i + 1).nominal() : to;
            cut.add(new Part(start, start.isBefore(filter.from()) ? filter.from() : start, end));
        }
        return cut;
    }

    private Object label(Instant at) {
        ZonedDateTime local = at.atZone(filter.zone());
        return filter.step() == ReportFilter.Step.DAY
                ? local.toLocalDate()
                : List.of(local.toLocalDate(), local.getHour(), local.getOffset());
    }

    private List<@Nullable Object> usage(Predicate<@Nullable Long> app, Instant lo, Instant hi) {
        return Arrays.asList(
                peak("CALL", app, lo, hi),
                peak("STAY", app, lo, hi),
                peak("PUBLICATION", app, lo, hi),
                begun("CALL", app, lo, hi),
                begun("STAY", app, lo, hi),
                minutes("STAY", app, lo, hi),
                minutes("PUBLICATION", app, lo, hi),
                minutes("PLAYBACK", app, lo, hi));
    }

    private List<@Nullable Object> success(Part part) {
        List<@Nullable Object> row = new ArrayList<>(List.of(time(part)));
        for (String action : List.of("LOGIN", "PUBLISH_START", "PLAY_START")) {
            List<Try> all = tries(app(), part.from(), part.to())
                    .filter(each -> each.action().equals(action))
                    .toList();
            long done = all.stream().filter(each -> each.refusal() == null).count();
            row.addAll(Arrays.asList((long) all.size(), done, all.size() - done, share(done, all.size())));
        }
        return row;
    }

    private List<List<@Nullable Object>> byApp() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long each : History.APPS) {
            Predicate<@Nullable Long> only = app -> app != null && app == each;
            List<@Nullable Object> usage = usage(only, filter.from(), to);
            boolean anything = usage.stream().anyMatch(value -> ((Number) value).doubleValue() > 0)
                    || tries(only, filter.from(), to).anyMatch(t -> !t.action().equals("TOKEN_RENEW"));
            if (app().test(each) && anything) {
                rows.add(row(Stream.of(Long.toString(each), "app " + each), usage.stream()));
            }
        }
        rows.sort(Comparator.comparing((List<@Nullable Object> row) -> (Double) row.get(7))
                .reversed()
                .thenComparing(row -> Long.parseLong((String) row.get(0))));
        return rows;
    }

    private List<List<@Nullable Object>> members(String begun, java.util.function.Function<Fact, String> id) {
        Map<List<Object>, List<Fact>> groups = facts(app())
                .filter(fact -> !fact.fact().equals("CALL") || begun.equals("CALL"))
                .collect(Collectors.groupingBy(fact -> List.of(fact.app(), id.apply(fact))));
        record Member(long app, String id, long begun, long stay, long push, long pull) {}
        return groups.entrySet().stream()
                .map(group -> new Member(
                        (Long) group.getKey().get(0),
                        (String) group.getKey().get(1),
                        group.getValue().stream()
                                .filter(fact -> fact.fact().equals(begun) && in(fact.start(), filter.from(), to))
                                .count(),
                        micros(group.getValue(), "STAY", filter.from(), to),
                        micros(group.getValue(), "PUBLICATION", filter.from(), to),
                        micros(group.getValue(), "PLAYBACK", filter.from(), to)))
                .filter(member -> member.begun + member.stay + member.push + member.pull > 0)
                .sorted(Comparator.comparingLong(Member::stay)
                        .reversed()
                        .thenComparing(Member::app)
                        .thenComparing(Member::id))
                .limit(filter.top())
                .map(member -> Arrays.<@Nullable Object>asList(
                        Long.toString(member.app),
                        member.id,
                        member.begun,
                        minutes(member.stay),
                        minutes(member.push),
                        minutes(member.pull)))
                .toList();
    }

    private List<List<@Nullable Object>> reasons(Stream<List<String>> found) {
        Map<List<String>, Long> counts = found.collect(Collectors.groupingBy(each -> each, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<List<String>, Long> each) ->
                                each.getKey().get(0))
                        .thenComparing(each -> -each.getValue())
                        .thenComparing(each -> each.getKey().get(1)))
                .map(each -> Arrays.<@Nullable Object>asList(
                        each.getKey().get(0),
                        each.getKey().get(1),
                        each.getValue(),
                        share(
                                each.getValue(),
                                counts.entrySet().stream()
                                        .filter(other -> other.getKey()
                                                .get(0)
                                                .equals(each.getKey().get(0)))
                                        .mapToLong(Map.Entry::getValue)
                                        .sum())))
                .toList();
    }

    private List<List<@Nullable Object>> quality() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Part part : parts()) {
            Map<List<String>, List<Sample>> groups = history.samples.stream()
                    .filter(sample -> app().test(sample.app()) && in(sample.at(), part.from(), part.to()))
                    .collect(Collectors.groupingBy(
                            sample -> List.of(sample.side(), sample.source()),
                            () -> new TreeMap<>(Comparator.comparing(Object::toString)),
                            Collectors.toList()));
            groups.forEach((key, all) -> {
                long window = all.stream().mapToLong(Sample::windowMs).sum();
                long stall = all.stream()
                        .mapToLong(each -> Math.max(each.audioGapMs(), each.videoGapMs()))
                        .sum();
                rows.add(Arrays.asList(
                        time(part),
                        key.get(0),
                        key.get(1),
                        rounded(window / 60_000.0),
                        share(stall, window),
                        share(all.stream().mapToLong(Sample::audioGapMs).sum(), window),
                        share(all.stream().mapToLong(Sample::videoGapMs).sum(), window),
                        rounded(all.stream().mapToLong(Sample::bytes).sum() * 8.0 / window),
                        rounded(all.stream().mapToLong(Sample::frames).sum() * 1000.0 / window),
                        mean(all.stream().map(Sample::rttMs)),
                        mean(all.stream().map(Sample::lagMs))));
            });
        }
        return rows;
    }

    private List<List<@Nullable Object>> busiest() {
        long[] peaks = new long[168];
        long[] calls = new long[168];
        long[] micros = new long[168];
        long[] covered = new long[168];
        Instant at = filter.from();
        while (at.isBefore(to)) {
            Instant quarter = Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), 900L) * 900 + 900);
            Instant end = quarter.isBefore(to) ? quarter : to;
            ZonedDateTime local = at.atZone(filter.zone());
            int hour = local.getDayOfWeek().ordinal() * 24 + local.getHour();
            peaks[hour] = Math.max(peaks[hour], peak("STAY", app(), at, end));
            calls[hour] += begun("CALL", app(), at, end);
            micros[hour] += micros(facts(app()).toList(), "STAY", at, end);
            covered[hour] += ChronoUnit.MICROS.between(at, end);
            at = end;
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 168; i++) {
            rows.add(Arrays.asList(
                    1L + i / 24,
                    (long) (i % 24),
                    peaks[i],
                    covered[i] == 0 ? null : rounded((double) micros[i] / covered[i]),
                    calls[i],
                    minutes(micros[i])));
        }
        return rows;
    }

    private long peak(String kind, Predicate<@Nullable Long> app, Instant lo, Instant hi) {
        List<Fact> all = facts(app)
                .filter(fact -> fact.fact().equals(kind))
                .filter(fact -> fact.start().isBefore(hi)
                        && end(fact).isAfter(lo)
                        && end(fact).isAfter(fact.start()))
                .toList();
        TreeSet<Instant> moments = new TreeSet<>(List.of(lo));
        all.stream().map(Fact::start).filter(start -> start.isAfter(lo)).forEach(moments::add);
        return moments.stream()
                .mapToLong(moment -> all.stream()
                        .filter(fact ->
                                !fact.start().isAfter(moment) && end(fact).isAfter(moment))
                        .count())
                .max()
                .orElseThrow();
    }

    private long begun(String kind, Predicate<@Nullable Long> app, Instant lo, Instant hi) {
        return facts(app)
                .filter(fact -> fact.fact().equals(kind) && in(fact.start(), lo, hi))
                .count();
    }

    private double minutes(String kind, Predicate<@Nullable Long> app, Instant lo, Instant hi) {
        return minutes(micros(facts(app).toList(), kind, lo, hi));
    }

    private long micros(List<Fact> facts, String kind, Instant lo, Instant hi) {
        long micros = 0;
        for (Fact fact : facts) {
            if (fact.fact().equals(kind)) {
                Instant since = fact.start().isBefore(lo) ? lo : fact.start();
                Instant until = end(fact).isBefore(hi) ? end(fact) : hi;
                micros += Math.max(0, Duration.between(since, until).toNanos() / 1_000);
            }
        }
        return micros;
    }

    private Instant end(Fact fact) {
        return fact.end() == null ? now : fact.end();
    }

    private Predicate<@Nullable Long> app() {
        return app ->
                filter.app() == null || (app != null && app == filter.app().value());
    }

    private Stream<Fact> facts(Predicate<@Nullable Long> app) {
        return history.facts.stream().filter(fact -> app.test(fact.app()));
    }

    private Stream<Try> tries(Predicate<@Nullable Long> app, Instant lo, Instant hi) {
        return history.tries.stream().filter(each -> app.test(each.app()) && in(each.at(), lo, hi));
    }

    private OffsetDateTime time(Part part) {
        return part.nominal().atZone(filter.zone()).toOffsetDateTime();
    }

    private static boolean in(Instant at, Instant lo, Instant hi) {
        return !at.isBefore(lo) && at.isBefore(hi);
    }

    private static @Nullable Double share(long part, long all) {
        return all == 0 ? null : Math.round(10_000.0 * part / all) / 10_000.0;
    }

    private static @Nullable Double mean(Stream<@Nullable Integer> values) {
        List<@Nullable Integer> known = values.filter(Objects::nonNull).toList();
        return known.isEmpty()
                ? null
                : rounded((double) known.stream().mapToLong(Integer::longValue).sum() / known.size());
    }

    private static double minutes(long micros) {
        return rounded(micros / 60_000_000.0);
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    private static List<@Nullable Object> row(Stream<?> first, Stream<?> then) {
        return Stream.<@Nullable Object>concat(first, then).collect(Collectors.toCollection(ArrayList::new));
    }
}

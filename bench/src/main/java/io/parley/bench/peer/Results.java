package io.parley.bench.peer;

import io.parley.bench.load.LoadResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Results by scenario, server and round. */
final class Results {

    private record Key(Scenario scenario, String server) {}

    private final Map<Key, Map<Integer, LoadResult>> results = new HashMap<>();

    void add(Scenario scenario, String server, int round, LoadResult result) {
        results.computeIfAbsent(new Key(scenario, server), key -> new TreeMap<>())
                .put(round, result);
    }

    private Map<Integer, LoadResult> rounds(Scenario scenario, String server) {
        return results.getOrDefault(new Key(scenario, server), Map.of());
    }

    /** Not a number when nothing was measured. */
    double median(Scenario scenario, String server, ToDoubleFunction<LoadResult> figure) {
        return median(
                rounds(scenario, server).values().stream().mapToDouble(figure).toArray());
    }

    /** The median of the rounds' ratios: what changes from hour to hour changes both. */
    double ratio(Scenario scenario, String server, String reference, ToDoubleFunction<LoadResult> figure) {
        Map<Integer, LoadResult> theirs = rounds(scenario, reference);
        return median(rounds(scenario, server).entrySet().stream()
                .mapToDouble(round -> {
                    LoadResult other = theirs.get(round.getKey());
                    return other == null
                            ? Double.NaN
                            : figure.applyAsDouble(round.getValue()) / figure.applyAsDouble(other);
                })
                .toArray());
    }

    private static double median(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        int count = sorted.length;
        return count == 0 ? Double.NaN : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
}

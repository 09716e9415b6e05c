package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.parley.relay.hub.MediaFuzzTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mutated inputs end in a named violation or go on; they cost no memory beyond the limits, leave none behind, and never
 * end in an exception of the relay's own or in a warning. Which inputs are tried depends on nothing but the number of
 * cases: {@code -Dparley.fuzz.cases}, a million of each with {@code -Psoak}. What fails is kept in target/fuzz and tried
 * again by {@code -Dparley.fuzz.replay=target/fuzz/SESSION-17.bin}.
 */
@Isolated("counts the memory of the whole process and changes the leak detector")
class RtmpFuzzTest {

    private static final int CASES = Integer.getInteger("parley.fuzz.cases", 5_000);
    private static final int MAX_POOL = 2_000;
    private static final Path FAILED = Path.of("target", "fuzz");

    static List<FuzzTarget> targets() {
        List<FuzzTarget> targets = new ArrayList<>(List.of(FuzzTargets.values()));
        targets.add(new MediaFuzzTarget(Corpus.bodies(type -> type == RtmpMessage.AUDIO || type == RtmpMessage.VIDEO)));
        targets.add(new SessionFuzzTarget());
        targets.add(new WebSocketFuzzTarget());
        return targets;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyMutantIsSurvived(FuzzTarget target) throws Exception {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        // Memory is counted to the byte after every case, which finds more than the detector and costs less.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try (LogCapture warnings = new LogCapture(Level.WARNING)) {
            fuzz(target, warnings);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private static void fuzz(FuzzTarget target, LogCapture warnings) throws Exception {
        Mutator mutator = new Mutator(new Random(target.name().hashCode()));
        List<byte[]> pool = new ArrayList<>(target.seeds());
        Set<Integer> seen = new HashSet<>();
        for (byte[] seed : pool) {
            seen.add(tryOut(target, seed, -1, warnings));
        }
        int seeds = pool.size();
        long began = System.nanoTime();
        for (int number = 0; number < CASES; number++) {
            byte[] mutant = mutator.mutate(pool, target.prefix(), target.typicalLength());
            int outcome = tryOut(target, mutant.clone(), number, warnings);
            if (seen.add(outcome) && pool.size() < MAX_POOL) {
                pool.add(mutant);
            }
        }
        long rate = CASES * 1_000_000_000L / Math.max(1, System.nanoTime() - began);
        System.out.printf(
                "%s: %d cases, %d/s, %d outcomes, %d inputs grew to %d%n",
                target.name(), CASES, rate, seen.size(), seeds, pool.size());
    }

    private static int tryOut(FuzzTarget target, byte[] input, int number, LogCapture warnings) throws Exception {
        try {
            int outcome = target.run(input);
            if (!warnings.records().isEmpty()) {
                throw new AssertionError(
                        warnings.lines().toString(), warnings.records().get(0).getThrown());
            }
            return outcome;
        } catch (Exception | AssertionError failure) {
            Files.createDirectories(FAILED);
            Path file = FAILED.resolve(target.name() + "-" + number + ".bin");
            Files.write(file, input);
            throw new AssertionError(target.name() + " fails at case " + number + ", kept as " + file, failure);
        }
    }

    @Test
    void keptMutantIsTriedAgain() throws Exception {
        String file = System.getProperty("parley.fuzz.replay");
        if (file != null) {
            String name = Path.of(file).getFileName().toString().replaceAll("-.*", "");
            byte[] input = Files.readAllBytes(Path.of(file));
            for (FuzzTarget target : targets()) {
                if (target.name().equals(name)) {
                    target.run(input);
                }
            }
        }
    }

    @Test
    void mutatorMakesTheSameMutantsOfTheSameNumbers() {
        List<byte[]> seeds = Corpus.connections();
        Mutator one = new Mutator(new Random(7));
        Mutator other = new Mutator(new Random(7));
        Stream.iterate(0, i -> i < 200, i -> i + 1)
                .forEach(i -> assertThat(one.mutate(seeds, 3073, 3000)).isEqualTo(other.mutate(seeds, 3073, 3000)));
        assertThat(seeds)
                .as("seeds are not touched")
                .allMatch(seed -> Arrays.mismatch(seed, Corpus.connection(Corpus.NAMES.get(seeds.indexOf(seed)))) < 0);
    }
}

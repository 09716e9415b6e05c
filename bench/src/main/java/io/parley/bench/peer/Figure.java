package io.parley.bench.peer;

import io.parley.bench.load.LoadResult;
import io.parley.bench.load.LoadResult.Times;
import io.parley.bench.peer.Scenario.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table.
 *
 * @param name with unit
 * @param decimals digits after the point
 * @param hasRatio whether to divide by the reference server's, round by round
 * @param value taken from a result; not a number where there is none
 */
record Figure(String name, int decimals, boolean hasRatio, ToDoubleFunction<LoadResult> value) {

    private static final List<Figure> COST = List.of(
            ratio("CPU s/Gbit", 3, server(LoadResult.Server::cpuSecondsPerGbit)),
            ratio("latency p50 ms", 2, times(LoadResult::latencyMs, Times::p50)),
            ratio("latency p99 ms", 2, times(LoadResult::latencyMs, Times::p99)),
            plain("memory peak MB", 0, server(LoadResult.Server::rssPeakMb)),
            plain("kB a player", 0, server(LoadResult.Server::kbPerPlayer)));

    private static final List<Figure> JOINS = List.of(
            ratio("first picture p50 ms", 1, times(LoadResult::firstPictureMs, Times::p50)),
            ratio("first picture p99 ms", 1, times(LoadResult::firstPictureMs, Times::p99)),
            plain("age of that p50 ms", 0, times(LoadResult::pictureAgeMs, Times::p50)));

    private static final List<Figure> SLOW = List.of(
            plain("slow: cut off", 0, slow(LoadResult.Slow::cutOff)),
            plain("slow: oldest shown ms", 0, slow(slow -> times(slow.ageMs(), Times::max))),
            plain("slow: frames over 1 s old", 0, slow(LoadResult.Slow::staleFrames)),
            plain("slow: frames lost", 0, slow(LoadResult.Slow::lostFrames)),
            plain("slow: caught up after ms", 0, slow(LoadResult.Slow::caughtUpMs)));

    private static final List<Figure> WATCH = List.of(
            plain("longest gap ms", 0, times(LoadResult::gapMs, Times::max)),
            ratio("latency p99 ms", 2, times(LoadResult::latencyMs, Times::p99)),
            plain("latency max ms", 0, times(LoadResult::latencyMs, Times::max)));

    private static final List<Figure> RATE = List.of(
            ratio("sessions/s", 1, sessions(LoadResult.Sessions::perSecond)),
            ratio("opening p50 ms", 2, sessions(sessions -> times(sessions.openingMs(), Times::p50))),
            ratio("opening p99 ms", 2, sessions(sessions -> times(sessions.openingMs(), Times::p99))),
            ratio("CPU ms/session", 3, sessions(LoadResult.Sessions::serverCpuMs)),
            plain("sessions failed", 0, sessions(LoadResult.Sessions::failed)));

    private static final List<Figure> TROUBLE = List.of(
            plain("missing, lost, stalled players", 0, Figure::troubledPlayers),
            plain("frames lost", 0, result -> result.frames().lost()),
            plain("noise cores", 2, Figure::noise));

    static List<Figure> of(Shape shape) {
        List<Figure> figures = new ArrayList<>(shape == Shape.RATE ? RATE : shape == Shape.WATCH ? WATCH : COST);
        if (shape == Shape.PAIRS) {
            figures.addAll(JOINS.subList(0, 2));
        }
        if (shape == Shape.JOINS) {
            figures.addAll(JOINS);
        } else if (shape == Shape.SLOW) {
            figures.addAll(SLOW);
        }
        figures.addAll(shape == Shape.RATE ? TROUBLE.subList(2, 3) : TROUBLE);
        return figures;
    }

    String format(LoadResult result) {
        return format(value.applyAsDouble(result));
    }

    /** A value in this figure's way, {@code -} when there is none. */
    String format(double number) {
        if (!Double.isFinite(number)) {
            return "-";
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
        return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
    }

    /** Processor time that neither the server nor the load generator had: other processes and the hypervisor, in cores. */
    static double noise(LoadResult result) {
        return result.machine().others() + result.machine().steal();
    }

    private static double troubledPlayers(LoadResult result) {
        LoadResult.Players players = result.players();
        return players.failed() + players.neverMedia() + players.lost() + players.stalled();
    }

    private static Figure ratio(String name, int decimals, ToDoubleFunction<LoadResult> value) {
        return new Figure(name, decimals, true, value);
    }

    private static Figure plain(String name, int decimals, ToDoubleFunction<LoadResult> value) {
        return new Figure(name, decimals, false, value);
    }

    private static double times(@Nullable Times times, ToDoubleFunction<Times> value) {
        return times == null ? Double.NaN : value.applyAsDouble(times);
    }

    private static ToDoubleFunction<LoadResult> times(
            Function<LoadResult, @Nullable Times> which, ToDoubleFunction<Times> value) {
        return result -> times(which.apply(result), value);
    }

    private static ToDoubleFunction<LoadResult> server(ToDoubleFunction<LoadResult.Server> value) {
        return result -> of(result.server(), value);
    }

    private static ToDoubleFunction<LoadResult> slow(ToDoubleFunction<LoadResult.Slow> value) {
        return result -> of(result.slow(), value);
    }

    private static ToDoubleFunction<LoadResult> sessions(ToDoubleFunction<LoadResult.Sessions> value) {
        return result -> of(result.sessions(), value);
    }

    private static <T> double of(@Nullable T part, ToDoubleFunction<T> value) {
        return Optional.ofNullable(part).map(value::applyAsDouble).orElse(Double.NaN);
    }
}

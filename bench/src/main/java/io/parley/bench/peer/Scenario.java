package io.parley.bench.peer;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is asked of each server. */
enum Scenario {
    FAN200(Shape.FAN, 200),
    FAN500(Shape.FAN, 500),
    FAN1000(Shape.FAN, 1000),
    FLV200(Shape.FLV, 200),
    FLV500(Shape.FLV, 500),
    PAIRS100(Shape.PAIRS, 100),
    PAIRS200(Shape.PAIRS, 200),
    TTFF(Shape.JOINS, 100),
    SLOW(Shape.SLOW, 200),
    RATE(Shape.RATE, 20);

    /** What a number of players do. */
    enum Shape {
        /** All play one stream by RTMP. */
        FAN,
        /** The same by HTTP-FLV. */
        FLV,
        /** Each plays a stream of its own. */
        PAIRS,
        /** They come one after another over five seconds. */
        JOINS,
        /** One of them stops reading for half a minute. */
        SLOW,
        /** So many at a time come and go. */
        RATE
    }

    private static final int WARMUP = 4;
    private static final int JOINS_PER_SECOND = 200;
    private static final int START_SECONDS = 5;
    private static final int SLOW_SECONDS = 40;

    private final Shape shape;
    private final int count;

    Scenario(Shape shape, int count) {
        this.shape = shape;
        this.count = count;
    }

    static Scenario of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Shape shape() {
        return shape;
    }

    boolean wantsFlv() {
        return shape == Shape.FLV;
    }

    /**
     * Arguments for the load generator.
     *
     * @param seconds length of the measured window, where the scenario does not need more
     * @param players how many instead of as many as the scenario says, or 0
     */
    List<String> arguments(int seconds, int players) {
        String number = Integer.toString(players > 0 ? players : count);
        String window = Integer.toString(duration(seconds));
        List<String> time = List.of("--warmup", Integer.toString(WARMUP), "--duration", window);
        List<String> load =
                switch (shape) {
                    case FAN, FLV -> List.of("--players", number);
                    case PAIRS -> List.of("--publishers", number);
                    case JOINS -> List.of("--players", number, "--join-over", "5");
                    case SLOW -> List.of("--players", number, "--slow", "1", "--slow-for", "30", "--rcvbuf", "32768");
                    case RATE -> List.of("--rate", number);
                };
        return Stream.concat(load.stream(), time.stream()).toList();
    }

    private int duration(int seconds) {
        return shape == Shape.SLOW ? Math.max(seconds, SLOW_SECONDS) : seconds;
    }

    /** About how long a run takes, with starting and stopping. */
    int seconds(int seconds, int players) {
        int joins = shape == Shape.JOINS ? 5 : (players > 0 ? players : count) / JOINS_PER_SECOND;
        return START_SECONDS + joins + WARMUP + duration(seconds);
    }
}

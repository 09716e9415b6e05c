package io.parley.bench.peer;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A load that each server is put under. */
enum Scenario {
    FAN200(Shape.FAN, 200),
    FAN500(Shape.FAN, 500),
    FAN1000(Shape.FAN, 1000),
    FLV200(Shape.FLV, 200),
    FLV500(Shape.FLV, 500),
    PAIRS100(Shape.PAIRS, 100),
    PAIRS200(Shape.PAIRS, 200),
    WATCH(Shape.WATCH, 200),
    TTFF(Shape.JOINS, 100),
    SLOW(Shape.SLOW, 200),
    RATE(Shape.RATE, 20);

    /** The behaviour of a number of players. */
    enum Shape {
        /** All play one stream by RTMP. */
        FAN,
        /** The same by HTTP-FLV. */
        FLV,
        /** Each plays a stream of its own. */
        PAIRS,
        /** One pair is watched while others begin, run for a few seconds and end beside it. */
        WATCH,
        /** They come one after another over five seconds. */
        JOINS,
        /** One of them stops reading for half a minute. */
        SLOW,
        /** So many at a time come and go. */
        RATE
    }

    private static final int JOIN_SECONDS = 5;
    private static final int JOINS_PER_SECOND = 200;
    private static final int START_SECONDS = 5;
    private static final int SLOW_SECONDS = 40;

    /** Until the others have gone, and until servers have noticed that they will not come back. */
    private static final int WATCH_SECONDS = 50;

    private static final int OTHERS_SECONDS = 8;

    /**
     * The size and length of runs.
     *
     * @param seconds length of the measured window, where the scenario does not need more
     * @param warmup seconds before it
     * @param players how many instead of as many as the scenario says, or 0
     */
    record Size(int seconds, int warmup, int players) {}

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

    /** Arguments for the load generator. */
    List<String> arguments(Size size) {
        String number = Integer.toString(count(size));
        List<String> time =
                List.of("--warmup", Integer.toString(size.warmup()), "--duration", Integer.toString(duration(size)));
        List<String> load =
                switch (shape) {
                    case FAN, FLV -> List.of("--players", number);
                    case PAIRS -> List.of("--publishers", number);
                    case WATCH -> List.of("--publishers", "1");
                    case JOINS -> List.of("--players", number, "--join-over", Integer.toString(JOIN_SECONDS));
                    case SLOW -> List.of("--players", number, "--slow", "1", "--slow-for", "30", "--rcvbuf", "32768");
                    case RATE -> List.of("--rate", number);
                };
        return Stream.concat(load.stream(), time.stream()).toList();
    }

    /** Arguments for the load that comes and goes beside the measured one; empty where there is none. */
    List<String> othersArguments(Size size) {
        return shape == Shape.WATCH
                ? List.of(
                        "--publishers",
                        Integer.toString(count(size)),
                        "--warmup",
                        "0",
                        "--duration",
                        Integer.toString(OTHERS_SECONDS))
                : List.of();
    }

    /** Streams of the measured load. */
    int publishers(Size size) {
        return shape == Shape.PAIRS ? count(size) : 1;
    }

    /** Players of each of them. */
    int players(Size size) {
        return shape == Shape.PAIRS || shape == Shape.WATCH ? 1 : count(size);
    }

    int count(Size size) {
        return size.players() > 0 ? size.players() : count;
    }

    private int duration(Size size) {
        return switch (shape) {
            case SLOW -> Math.max(size.seconds(), SLOW_SECONDS);
            case WATCH -> Math.max(size.seconds(), WATCH_SECONDS);
            default -> size.seconds();
        };
    }

    /** About how long a run takes, with starting and stopping. */
    int seconds(Size size) {
        int joins = shape == Shape.JOINS ? JOIN_SECONDS : count(size) / JOINS_PER_SECOND;
        return START_SECONDS + joins + size.warmup() + duration(size);
    }
}

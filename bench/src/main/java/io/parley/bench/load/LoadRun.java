package io.parley.bench.load;

import java.io.IOException;

/** One run: publishers come, players come, all settle down, and a window of time is measured. */
final class LoadRun {

    private static final double PUBLISHERS_WAIT = 10;
    private static final double AFTER_PUBLISHERS = 1;
    private static final double JOINS_PER_SECOND = 200;

    private final LoadOptions options;
    private final PlayerMeasurements measurements;
    private final MeasuredProcess server;
    private final PublisherGroup crew;
    private final PlayerGroup audience;
    private final RunClock clock;

    private LoadRun(LoadOptions options, LoadLoop loop) throws IOException {
        this.options = options;
        measurements = new PlayerMeasurements(RunClock.nanos(options.stall));
        server = new MeasuredProcess(options.pids);
        clock = new RunClock(loop, server);
        String playQuery = options.playQuery == null ? options.query : options.playQuery;
        StreamNames names = StreamNames.of(options.publishers, options.names, options.name, options.query, playQuery);
        Endpoint push = Endpoint.of(options.push);
        Endpoint play = options.play == null ? push : Endpoint.of(options.play);
        Clip clip = options.film == null ? SyntheticClip.make() : FlvFile.read(options.film);
        LoadPublisher.Pushing pushing = new LoadPublisher.Pushing(
                Target.of(push, names), clip, options.chunk, (int) options.firstTimestamp, options.stampAudio);
        crew = new PublisherGroup(loop, pushing, measurements);
        audience = new PlayerGroup(loop, Target.of(play, names), measurements, options);
    }

    /** Runs and blocks until it is over. What goes wrong at the server is in the result. */
    static LoadResult run(LoadOptions options) throws IOException {
        options.check();
        try (LoadLoop loop = new LoadLoop()) {
            return new LoadRun(options, loop).run();
        }
    }

    private LoadResult run() throws IOException {
        try {
            server.findChildren();
            double idleMb = server.usage().rssMb();
            pushersIn();
            server.findChildren();
            double pushedMb = server.usage().rssMb();
            playersIn();
            server.findChildren();
            // the first look at all these files takes tens of milliseconds, which belong into no window
            Window.Opened.now(server).close(server);
            clock.run(options.warmup);
            Evaluation evaluation = new Evaluation(options, measurements, crew, audience);
            Window window = measure(evaluation);
            clock.look();
            return evaluation.result(window, new Evaluation.Memory(idleMb, pushedMb, clock.peakMb()));
        } finally {
            audience.close();
            crew.close();
        }
    }

    private void pushersIn() throws IOException {
        if (!options.noPush) {
            crew.open(options.publishers, clock);
            clock.await(crew::isSettled, PUBLISHERS_WAIT);
            clock.run(AFTER_PUBLISHERS);
        }
    }

    private void playersIn() throws IOException {
        int count = options.playerCount();
        double interval = options.joinOver > 0 ? options.joinOver / count : 1 / JOINS_PER_SECOND;
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (options.rate == 0) {
                clock.runUntil(begin + RunClock.nanos(i * interval));
            }
            audience.open(i);
        }
        if (options.rate == 0) {
            clock.await(audience::isSettled, options.joinWait);
        }
    }

    private Window measure(Evaluation evaluation) throws IOException {
        evaluation.begin();
        Window.Opened opened = Window.Opened.now(server);
        measurements.open = true;
        measurements.openedAt = System.nanoTime();
        long end = measurements.openedAt + RunClock.nanos(options.duration);
        if (options.slow > 0) {
            clock.run(options.slowAt);
            audience.pause(true);
            clock.run(options.slowFor);
            audience.pause(false);
        }
        clock.runUntil(end);
        measurements.open = false;
        return opened.close(server);
    }
}

package io.parley.bench.load;

import java.io.IOException;

/** One run: publishers come, players come, all settle down, and a window of time is measured. */
final class LoadRun {

    private static final double PUBLISHERS_WAIT = 10;
    private static final double AFTER_PUBLISHERS = 1;
    private static final double JOINS_PER_SECOND = 200;

    private final LoadOptions options;
    private final Tally tally;
    private final ServerProcess server;
    private final Crew crew;
    private final Audience audience;
    private final RunClock clock;

    private LoadRun(LoadOptions options, Loop loop) throws IOException {
        this.options = options;
        tally = new Tally(RunClock.nanos(options.stall));
        server = new ServerProcess(options.pids);
        clock = new RunClock(loop, server);
        String playQuery = options.playQuery == null ? options.query : options.playQuery;
        StreamNames names = StreamNames.of(options.publishers, options.names, options.name, options.query, playQuery);
        Endpoint push = Endpoint.of(options.push);
        Endpoint play = options.play == null ? push : Endpoint.of(options.play);
        Film film = options.film == null ? SyntheticFilm.make() : FlvFile.read(options.film);
        Publisher.Pushing pushing = new Publisher.Pushing(
                Target.of(push, names), film, options.chunk, (int) options.firstTimestamp, options.stampAudio);
        crew = new Crew(loop, pushing, tally);
        audience = new Audience(loop, Target.of(play, names), tally, options);
    }

    /** Runs and blocks until it is over. What goes wrong at the server is in the result. */
    static LoadResult run(LoadOptions options) throws IOException {
        options.check();
        try (Loop loop = new Loop()) {
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
            Evaluation evaluation = new Evaluation(options, tally, crew, audience);
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
        tally.open = true;
        tally.openedAt = System.nanoTime();
        long end = tally.openedAt + RunClock.nanos(options.duration);
        if (options.slow > 0) {
            clock.run(options.slowAt);
            audience.pause(true);
            clock.run(options.slowFor);
            audience.pause(false);
        }
        clock.runUntil(end);
        tally.open = false;
        return opened.close(server);
    }
}

package io.parley.bench.rooms;

import io.parley.bench.load.Load;
import io.parley.bench.load.LoadResult;
import io.parley.bench.server.ResourceUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Many begin to publish at the same moment, each to one player, with media that is made up; after a while all end at the
 * same moment.
 *
 * @param pairs how many publish
 * @param perSecond how many ask for leave a second, before
 */
record PublishScenario(int pairs, double perSecond, int seconds) {

    static final String HEAD =
            "| publish at once | leave given p50 ms | p99 ms | first picture p50 ms | p99 ms | began and ended for others |"
                    + " failed | stalled | longest gap ms | server CPU s | database CPU s |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

    private static final int PATIENCE_SECONDS = 60;

    /** People who are given leave to publish. */
    private static final class Stage extends UserGroup {

        final ConcurrentHistogram grants = histogram();
        final Map<SimulatedUser, Long> asked = new ConcurrentHashMap<>();
        final Map<String, String> urls = new ConcurrentHashMap<>();
        final AtomicInteger added = new AtomicInteger();
        final AtomicInteger removed = new AtomicInteger();

        Stage(SignalWire wire) {
            super(wire);
        }

        void publish(SimulatedUser user) {
            asked.put(user, System.nanoTime());
            user.publish(stream(user));
        }

        static String stream(SimulatedUser user) {
            return user.room + "-stream";
        }

        @Override
        public void answered(SimulatedUser user, String type, String text) {
            Long since = asked.get(user);
            if (since != null && type.equals("publishGranted")) {
                grants.recordValue(System.nanoTime() - since);
                urls.put(stream(user), SimulatedUser.field(text, "rtmp"));
            }
        }

        @Override
        public void received(SimulatedUser user, String type, String text) {
            if (type.equals("streamAdded")) {
                added.incrementAndGet();
            } else if (type.equals("streamRemoved")) {
                removed.incrementAndGet();
            }
        }
    }

    void run(TestBed bed) throws IOException, InterruptedException {
        String label = TestBed.label("publish");
        try (SignalWire wire = new SignalWire(bed.url());
                Stage stage = new Stage(wire)) {
            List<SimulatedUser> publishers = new ArrayList<>();
            for (int i = 0; i < pairs; i++) {
                publishers.add(bed.person(label + i, i, stage));
            }
            UserGroup.atRate(pairs, perSecond, i -> stage.enter(publishers.get(i), System.nanoTime()));
            UserGroup.atRate(
                    pairs, perSecond, i -> stage.enter(bed.person(label + i, i + 1, stage), System.nanoTime()));
            stage.settle(PATIENCE_SECONDS);
            ResourceUse use = ResourceUse.start();
            UserGroup.atRate(pairs, perSecond, i -> stage.publish(publishers.get(i)));
            UserGroup.await(PATIENCE_SECONDS, () -> stage.urls.size() >= pairs);
            LoadResult media = media(bed, stage);
            // Each is told to the two in its room but the publisher itself.
            UserGroup.await(PATIENCE_SECONDS, () -> stage.removed.get() >= pairs);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.1f | %.0f | %s | %d and %d | %d | %d | %s | %.1f | %.1f |%n",
                    pairs,
                    UserGroup.ms(stage.grants, 50),
                    UserGroup.ms(stage.grants, 99),
                    media.firstPictureMs() == null
                            ? "| "
                            : String.format(
                                    Locale.ROOT,
                                    "%.0f | %.0f",
                                    media.firstPictureMs().p50(),
                                    media.firstPictureMs().p99()),
                    stage.added.get(),
                    stage.removed.get(),
                    media.publishers().failed()
                            + media.players().failed()
                            + media.players().neverMedia(),
                    media.players().stalled(),
                    media.gapMs() == null
                            ? ""
                            : String.format(Locale.ROOT, "%.0f", media.gapMs().max()),
                    use.serverCpu(),
                    use.databaseCpu());
        }
    }

    private LoadResult media(TestBed bed, Stage stage) throws IOException, InterruptedException {
        Path names = Files.createTempFile("parley-publish", ".names");
        try {
            List<String> lines = new ArrayList<>();
            String push = "";
            for (Map.Entry<String, String> each : stage.urls.entrySet()) {
                String url = each.getValue();
                push = url.substring(0, url.lastIndexOf('/'));
                String room = each.getKey().substring(0, each.getKey().lastIndexOf('-'));
                lines.add(name(url) + " " + name(bed.server().playUrl(room, each.getKey())));
            }
            Files.write(names, lines);
            return Load.measure(
                    "--push",
                    push,
                    "--names",
                    names.toString(),
                    "--publishers",
                    Integer.toString(lines.size()),
                    "--players",
                    "1",
                    "--duration",
                    Integer.toString(seconds));
        } finally {
            Files.delete(names);
        }
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}

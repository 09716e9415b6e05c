package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server, database and launcher die at once in a call, and start again on what is left on the disk. */
@Tag("every-server")
@Timeout(value = 10, unit = TimeUnit.MINUTES) // it starts a server twice
class CrashIT {

    /** A claim or fact of an incarnation that is still open. */
    private static final String OPEN = "select (select count(*) from room_user where node_id = ?)"
            + " + (select count(*) from stream where node_id = ?) + (select count(*) from player where node_id = ?)"
            + " + (select count(*) from participation where node_id = ? and left_at is null)"
            + " + (select count(*) from publication where node_id = ? and ended_at is null)"
            + " + (select count(*) from playback where node_id = ? and ended_at is null)"
            + " + (select count(*) from room_session where node_id = ? and closed_at is null)";

    @Test
    void aCrashLeavesNothingOpenOnceReadyAndTheCallGoesOnByItself() throws Exception {
        ParleyServer server = ParleyServer.with("crash", Map.of("parley.demo", "false"));
        Rest rest = new Rest(server);
        App app = rest.createApp("crash");
        rest.put("/apps/" + app.id() + "/settings", Map.of("record", true));
        Path film = Ffmpeg.film(10);
        String tokenA = rest.token(app, "a");
        try (MiniProgram publisher = new MiniProgram();
                MiniProgram player = new MiniProgram();
                SignalClient a = SignalClient.inside(server, app, "raw", "a", tokenA);
                Ffmpeg push = Ffmpeg.push(film, a.publishUrl("raw-stream"))) {
            player.open(server, app, "call", "player", rest.token(app, "player"), true);
            publisher.open(server, app, "call", "publisher", rest.token(app, "publisher"), true);
            publisher.push("film", film);
            publisher.publisher("PUBLISHING");
            player.player("film", "PLAYING");
            a.await("publishState", "state", "PUBLISHING");
            assertThat(push.isRunning()).isTrue();
            long dead = server.database().number("select node_id from node where ended_at is null");
            assertThat(open(server.database(), dead))
                    .as("three stays, two pushes and a play, twice, and two rooms")
                    .isEqualTo(14);
            int markPublisher = publisher.mark();
            int markPlayer = player.mark();

            Instant before = Instant.now();
            server.kill();
            Instant after = Instant.now();
            publisher.event("roomStateUpdate", markPublisher, args -> args.get(1)
                    .asText()
                    .equals("CONNECTING"));

            AtomicBoolean give = new AtomicBoolean();
            CompletableFuture<Long> openWhenReady = CompletableFuture.supplyAsync(() -> whenReady(server, dead, give));
            try {
                server.start();
            } finally {
                give.set(true);
            }
            assertThat(openWhenReady.get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("open rows of the dead incarnation")
                    .isZero();

            try (SignalClient again = SignalClient.inside(server, app, "raw", "a", tokenA);
                    RtmpProbe probe = new RtmpProbe(again.publishUrl("raw-stream"))) {
                probe.publish();
                assertThat(probe.answer()).as("the streamID is free at once").isEqualTo("NetStream.Publish.Start");
            }

            publisher.event("roomStateUpdate", markPublisher, args -> args.get(1)
                    .asText()
                    .equals("CONNECTED"));
            player.event(
                    "roomStateUpdate", markPlayer, args -> args.get(1).asText().equals("CONNECTED"));
            publisher.event(
                    "publisherStateUpdate", markPublisher, args -> state(args).equals("PUBLISHING"));
            player.event("playerStateUpdate", markPlayer, args -> state(args).equals("PLAYING"));
            assertThat(Json.texts(rest(server).live(app, "streams", "call"), "streamID"))
                    .containsExactly("film");

            Database database = server.database();
            for (String fact : List.of("participation", "publication", "playback", "room_session")) {
                expectInterval(database, fact, dead, before, after);
            }
            expectRecordings(server, database, dead);
            expectFeed(
                    database,
                    dead,
                    "call",
                    "USER_ADDED USER_ADDED STREAM_ADDED STREAM_REMOVED USER_REMOVED USER_REMOVED");
            expectFeed(database, dead, "raw", "USER_ADDED STREAM_ADDED STREAM_REMOVED USER_REMOVED");
            assertThat(database.texts(
                            "select action || ' ' || count(*) from audit_entry where app_id = ? and actor_kind = 'SYSTEM'"
                                    + " and detail->>'reason' = 'NODE_LOST' group by action",
                            app.id()))
                    .containsExactlyInAnyOrder("LOGOUT 3", "PUBLISH_END 2", "PLAY_END 1");
            assertThat(database.rows("select end_reason from node where node_id = ?", dead)
                            .get(0)
                            .get("end_reason"))
                    .isEqualTo("LOST");
            assertThat(database.number(
                            "select count(*) from audit_entry where action = 'NODE_RECONCILE'"
                                    + " and (detail->>'incarnation')::bigint = ?",
                            dead))
                    .isEqualTo(1);
        }
    }

    /** What was written before the crash can be seen. */
    private static void expectRecordings(ParleyServer server, Database database, long dead) {
        Eventually.holds(() -> assertThat(database.texts("select state from recording where node_id = ?", dead))
                .containsExactly("RECOVERED", "RECOVERED"));
        for (String file : database.texts("select file from recording where node_id = ?", dead)) {
            assertThat(Ffmpeg.video(server.data().resolve("recordings").resolve(file)))
                    .as(file)
                    .isNotEmpty();
        }
    }

    private static Rest rest(ParleyServer server) {
        return new Rest(server);
    }

    private static String state(JsonNode args) {
        return args.get(0).get("state").asText();
    }

    /** Asks the database in the very moment in which the server first says that it is ready. */
    private static long whenReady(ParleyServer server, long dead, AtomicBoolean give) {
        return Eventually.get(java.time.Duration.ofSeconds(240), () -> {
            Rest.Answer health = Rest.page(server.http() + "/parley/health/ready");
            boolean ready = health.status() == 200;
            if (!ready && !give.get()) {
                throw new AssertionError(health);
            }
            return open(server.database(), dead);
        });
    }

    private static long open(Database database, long node) {
        return database.number(OPEN, node, node, node, node, node, node, node);
    }

    /** The feed of a lost call is complete: who followed it knows that nobody is inside any more. */
    private static void expectFeed(Database database, long dead, String room, String events) {
        List<String> feed = database.texts(
                "select seq || ' ' || event from callback_outbox o join room_session s on s.id = o.room_session_id"
                        + " where s.node_id = ? and s.room_id = ? order by seq",
                dead,
                room);
        List<String> expected = new ArrayList<>();
        for (String event : (events + " ROOM_CLOSED").split(" ")) {
            expected.add(expected.size() + 1 + " " + event);
        }
        assertThat(feed).isEqualTo(expected);
    }

    private static void expectInterval(Database database, String fact, long dead, Instant before, Instant after) {
        String verb = fact.equals("participation") ? "left" : fact.equals("room_session") ? "closed" : "ended";
        String reason = verb.equals("left") ? "leave_reason" : verb.equals("closed") ? "close_reason" : "end_reason";
        List<Map<String, Object>> rows = database.rows(
                "select extract(epoch from " + verb + "_at) as least, extract(epoch from " + verb + "_at_max) as most, "
                        + reason + " as reason from " + fact + " where node_id = ?",
                dead);
        assertThat(rows).as(fact).isNotEmpty();
        for (Map<String, Object> row : rows) {
            assertThat(row.get("reason")).as(fact).isEqualTo("NODE_LOST");
            assertThat(((Number) row.get("least")).doubleValue())
                    .as("the earliest end of " + fact)
                    .isLessThanOrEqualTo(after.toEpochMilli() / 1000.0);
            assertThat(((Number) row.get("most")).doubleValue())
                    .as("the latest end of " + fact)
                    .isGreaterThanOrEqualTo(before.toEpochMilli() / 1000.0);
        }
    }
}

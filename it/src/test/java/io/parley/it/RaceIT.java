package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.App;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many at the same instant: exactly one gets it, and the records say the same. */
class RaceIT {

    private static final int PUBLISH_ROUNDS = 100;
    private static final int LOGIN_ROUNDS = 50;
    private static final int LOGINS = 8;

    private static ParleyServer server;
    private static Rest rest;
    private static App app;
    private static ExecutorService threads;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("races");
        threads = Executors.newFixedThreadPool(LOGINS);
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
    }

    @Test
    void statement44_ofTwoUsersWhoPushOneStreamIDAtTheSameInstantExactlyOneGetsIt() throws Exception {
        int[] wins = new int[2];
        // In one room and in two: the streamID is the app's.
        try (SignalClient a = SignalClient.inside(server, app, "race", "a", rest.token(app, "a"));
                SignalClient b = SignalClient.inside(server, app, "race", "b", rest.token(app, "b"));
                SignalClient c = SignalClient.inside(server, app, "elsewhere", "c", rest.token(app, "c"))) {
            for (int round = 0; round < PUBLISH_ROUNDS; round++) {
                String id = "race-" + round;
                SignalClient rival = round % 2 == 0 ? b : c;
                try (RtmpProbe first = new RtmpProbe(a.publishUrl(id));
                        RtmpProbe second = new RtmpProbe(rival.publishUrl(id))) {
                    List<String> answers = atOnce(List.of(() -> publish(first), () -> publish(second)));
                    assertThat(answers)
                            .as(id)
                            .containsExactlyInAnyOrder("NetStream.Publish.Start", "NetStream.Publish.BadName");
                    boolean firstWon = answers.get(0).endsWith("Start");
                    wins[firstWon ? 0 : 1]++;
                    String winner = firstWon ? "a" : rival == b ? "b" : "c";
                    Database database = server.database();
                    assertThat(database.texts(
                                    "select user_id from stream where app_id = ? and stream_id = ?", app.id(), id))
                            .as("claims of " + id)
                            .containsExactly(winner);
                    assertThat(database.texts(
                                    "select user_id from publication where app_id = ? and stream_id = ?", app.id(), id))
                            .as("facts of " + id)
                            .containsExactly(winner);
                }
            }
            Eventually.holds(
                    () -> assertThat(server.database().number("select count(*) from stream where app_id = ?", app.id()))
                            .isZero());
            assertThat(server.database()
                            .number("select count(*) from publication where app_id = ? and ended_at is null", app.id()))
                    .isZero();
        }
        System.out.println("rounds won by the first and by the second: " + wins[0] + ", " + wins[1]);
        assertThat(wins).as("a race that the same one always wins is none").doesNotContain(0);
    }

    private static String publish(RtmpProbe probe) throws Exception {
        probe.publish();
        return probe.answer();
    }

    @Test
    void statement33_ofEightLoginsOfOneUserAtTheSameInstantExactlyOneStays() throws Exception {
        for (int round = 0; round < LOGIN_ROUNDS; round++) {
            String user = "user-" + round;
            String token = rest.token(app, user);
            List<SignalClient> clients = new ArrayList<>();
            try {
                List<Callable<String>> logins = new ArrayList<>();
                for (int i = 0; i < LOGINS; i++) {
                    SignalClient client = new SignalClient(server);
                    clients.add(client);
                    logins.add(() -> client.login(app, "crowd", user, token, true)
                            .path("type")
                            .asText());
                }
                assertThat(atOnce(logins)).as(user).containsOnly("loggedIn");
                Eventually.holds(() -> assertThat(
                                clients.stream().filter(SignalClient::isClosed).count())
                        .isEqualTo(LOGINS - 1));
                SignalClient survivor = clients.stream()
                        .filter(client -> !client.isClosed())
                        .findFirst()
                        .orElseThrow();
                assertThat(survivor.heartbeat().get("type").asText()).isEqualTo("heartbeatAck");
                for (SignalClient client : clients) {
                    if (client != survivor) {
                        assertThat(client.heard("kickedOut")).hasSize(1);
                        assertThat(client.heard("kickedOut").get(0).get("code").asInt())
                                .isEqualTo(1002050);
                        assertThat(client.closeCode(Eventually.PATIENCE)).isEqualTo(4001);
                    }
                }
                expectOneAfterTheOther(user);
                survivor.logout();
            } finally {
                clients.forEach(SignalClient::close);
            }
        }
        Eventually.holds(() -> assertThat(server.database()
                        .number("select count(*) from room_user where app_id = ? and room_id = 'crowd'", app.id()))
                .isZero());
    }

    private static void expectOneAfterTheOther(String user) {
        Database database = server.database();
        List<Map<String, Object>> stays = database.rows(
                "select id, joined_at, left_at, leave_reason, left_at <= lead(joined_at) over (order by joined_at, id) as before_next"
                        + " from participation where app_id = ? and user_id = ? order by joined_at, id",
                app.id(),
                user);
        assertThat(stays).hasSize(LOGINS);
        for (Map<String, Object> stay : stays.subList(0, LOGINS - 1)) {
            assertThat(stay.get("leave_reason")).as(stays.toString()).isEqualTo("REPLACED_BY_LOGIN");
            assertThat(stay.get("before_next")).as("no overlap: " + stays).isEqualTo(true);
        }
        Map<String, Object> last = stays.get(LOGINS - 1);
        assertThat(last.get("left_at")).isNull();
        assertThat(database.texts(
                        "select participation_id from room_user where app_id = ? and user_id = ?", app.id(), user))
                .containsExactly(last.get("id").toString());
    }

    @Test
    void ofEightPlayersWithOneAddressAtTheSameInstantTwoGoOnAndTheUserIsToldOfTheOthers() throws Exception {
        List<RtmpProbe> probes = new ArrayList<>();
        try (SignalClient a = SignalClient.inside(server, app, "plays", "a", rest.token(app, "a"));
                SignalClient b = SignalClient.inside(server, app, "plays", "b", rest.token(app, "b"));
                RtmpProbe publisher = new RtmpProbe(a.publishUrl("one-address"))) {
            publisher.publish();
            assertThat(publisher.answer()).isEqualTo("NetStream.Publish.Start");
            String url = b.playUrl("one-address");
            List<Callable<String>> plays = new ArrayList<>();
            for (int i = 0; i < LOGINS; i++) {
                RtmpProbe probe = new RtmpProbe(url);
                probes.add(probe);
                plays.add(() -> {
                    probe.play();
                    return "";
                });
            }
            atOnce(plays);
            Eventually.holds(() -> assertThat(endsOf("playback", "one-address")).hasSize(LOGINS));
            assertThat(endsOf("playback", "one-address").stream().filter("TAKEN_OVER"::equals))
                    .hasSize(LOGINS - 2);
            assertThat(server.database()
                            .number(
                                    "select max((select count(*) from playback o where o.app_id = p.app_id and o.stream_id = p.stream_id"
                                            + " and o.started_at <= p.started_at and (o.ended_at is null or o.ended_at > p.started_at)))"
                                            + " from playback p where app_id = ? and stream_id = 'one-address'",
                                    app.id()))
                    .as("at any time")
                    .isEqualTo(2);
            assertThat(server.database()
                            .number(
                                    "select count(*) from audit_entry where app_id = ? and stream_id = 'one-address'"
                                            + " and action = 'PLAY_END' and detail ->> 'reason' = 'TAKEN_OVER'",
                                    app.id()))
                    .isEqualTo(LOGINS - 2);
            Eventually.holds(() -> assertThat(b.heard("playState").stream()
                            .filter(state -> state.path("reason").asText().equals("TAKEN_OVER")))
                    .hasSize(LOGINS - 2));
            Eventually.holds(() -> assertThat(server.database()
                            .number(
                                    "select count(*) from player where app_id = ? and stream_id = 'one-address'",
                                    app.id()))
                    .isLessThanOrEqualTo(2));
        } finally {
            for (RtmpProbe probe : probes) {
                probe.close();
            }
        }
    }

    @Test
    void ofEightPublishersWithOneAddressAtTheSameInstantOneGoesOn() throws Exception {
        List<RtmpProbe> probes = new ArrayList<>();
        try (SignalClient a = SignalClient.inside(server, app, "pushes", "a", rest.token(app, "a"))) {
            String url = a.publishUrl("one-pusher");
            List<Callable<String>> pushes = new ArrayList<>();
            for (int i = 0; i < LOGINS; i++) {
                RtmpProbe probe = new RtmpProbe(url);
                probes.add(probe);
                pushes.add(() -> publish(probe));
            }
            atOnce(pushes);
            List<String> ends = endsOf("publication", "one-pusher");
            assertThat(ends).hasSize(LOGINS);
            assertThat(ends.stream().filter("TAKEN_OVER"::equals)).hasSize(LOGINS - 1);
            assertThat(server.database()
                            .number(
                                    "select count(*) from stream where app_id = ? and stream_id = 'one-pusher'",
                                    app.id()))
                    .isEqualTo(1);
        } finally {
            for (RtmpProbe probe : probes) {
                probe.close();
            }
        }
    }

    private static List<String> endsOf(String table, String stream) {
        return server.database()
                .texts(
                        "select coalesce(end_reason, 'LIVE') from " + table + " where app_id = ? and stream_id = ?",
                        app.id(),
                        stream);
    }

    /** Runs them when all are ready, and returns their answers. */
    private static List<String> atOnce(List<Callable<String>> actions) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(actions.size());
        List<Future<String>> futures = new ArrayList<>();
        for (Callable<String> action : actions) {
            futures.add(threads.submit(() -> {
                barrier.await();
                return action.call();
            }));
        }
        List<String> answers = new ArrayList<>();
        for (Future<String> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }
}

package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user whose connection breaks, within the grace and beyond it; and tickets that were used too late. */
class PresenceIT {

    private static final int GRACE_SECONDS = 4;
    private static final int TICKET_SECONDS = 2;

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.with(
                "impatient",
                Map.of(
                        "parley.grace-seconds",
                        Integer.toString(GRACE_SECONDS),
                        "parley.heartbeat-seconds",
                        "1",
                        "parley.ticket-seconds",
                        Integer.toString(TICKET_SECONDS),
                        "parley.user-count-seconds",
                        "1",
                        "parley.messages.keep-content",
                        "true",
                        "parley.demo",
                        "false"));
        rest = new Rest(server);
        app = rest.createApp("presence");
    }

    @Test
    void whoIsInsideIsToldToThoseWhoWantToKnow() throws Exception {
        try (SignalClient first = SignalClient.inside(server, app, "asked", "first", rest.token(app, "first"));
                SignalClient curious = new SignalClient(server);
                SignalClient other = new SignalClient(server)) {
            JsonNode told = curious.login(app, "asked", "curious", rest.token(app, "curious"), true);
            assertThat(Json.texts(told.get("users"), "userID")).containsExactly("first");
            JsonNode untold = other.login(app, "asked", "other", rest.token(app, "other"), false);
            assertThat(untold.get("type").asText()).isEqualTo("loggedIn");
            assertThat(untold.get("users")).isEmpty();
            curious.await("userAdded", "seq", untold.get("seq").asText());
            assertThat(first.isClosed()).isFalse();
        }
    }

    @Test
    void statement53_whoComesBackWithinTheGraceWasNeverAwayForTheOthers() throws Exception {
        SignalClient watcher = SignalClient.inside(server, app, "brief", "watcher", rest.token(app, "watcher"));
        SignalClient user = SignalClient.inside(server, app, "brief", "user", rest.token(app, "user"));
        JsonNode login = user.heard("loggedIn").get(0);
        assertThat(login.get("graceMs").asInt()).isEqualTo(GRACE_SECONDS * 1_000);
        assertThat(login.get("heartbeatMs").asInt()).isEqualTo(1_000);
        try (Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), user.publishUrl("film"))) {
            watcher.await("streamAdded", "streamID", "film");
            String stay = stay("brief", "user");
            user.drop();
            // Half of the grace is not long enough for anything to happen.
            beat(watcher, Duration.ofSeconds(GRACE_SECONDS / 2));
            assertThat(Json.texts(rest.live(app, "streams", "brief"), "streamID"))
                    .containsExactly("film");
            SignalClient back = new SignalClient(server);
            JsonNode resumed =
                    back.resume(app, "brief", "user", login.get("resumeKey").asText());
            assertThat(resumed.get("type").asText()).isEqualTo("loggedIn");
            assertThat(resumed.get("resumed").asBoolean()).isTrue();
            assertThat(resumed.get("callID")).isEqualTo(login.get("callID"));
            assertThat(Json.texts(resumed.get("users"), "userID")).containsExactly("watcher");
            assertThat(resumed.get("ownStreams").toString()).isEqualTo("[\"film\"]");
            assertThat(stay("brief", "user")).isEqualTo(stay);
            // Longer than the grace after the loss: still there, for it is heard of again.
            beat(watcher, Duration.ofSeconds(GRACE_SECONDS), back);
            assertThat(stay("brief", "user")).isEqualTo(stay);
            assertThat(push.isRunning()).isTrue();
            assertThat(watcher.heard("userRemoved")).isEmpty();
            assertThat(watcher.heard("streamRemoved")).isEmpty();
            assertThat(watcher.heard("userAdded")).hasSize(1);
            assertThat(server.database()
                            .number(
                                    "select count(*) from publication where app_id = ? and room_id = 'brief'",
                                    app.id()))
                    .isEqualTo(1);
            back.logout();
            watcher.await("userRemoved", "userID", "user");
        }
        watcher.logout();
    }

    @Test
    void statement55_whoStaysAwayIsGoneAfterTheGraceAndPublishesUntilThen() throws Exception {
        SignalClient watcher = SignalClient.inside(server, app, "long", "watcher", rest.token(app, "watcher"));
        SignalClient user = SignalClient.inside(server, app, "long", "user", rest.token(app, "user"));
        String key = user.heard("loggedIn").get(0).get("resumeKey").asText();
        try (Ffmpeg push = Ffmpeg.push(Ffmpeg.film(10), user.publishUrl("film"))) {
            watcher.await("streamAdded", "streamID", "film");
            user.heartbeat();
            long dropped = System.nanoTime();
            user.drop();
            beat(watcher, Duration.ofSeconds(GRACE_SECONDS - 1));
            assertThat(watcher.heard("userRemoved")).isEmpty();
            assertThat(push.isRunning()).as("publishes meanwhile").isTrue();
            assertThat(Json.texts(rest.live(app, "streams", "long"), "streamID"))
                    .containsExactly("film");
            JsonNode removed = awaitBeating(watcher, "userRemoved");
            long away = Duration.ofNanos(System.nanoTime() - dropped).toMillis();
            assertThat(removed.get("reason").asText()).isEqualTo("CONNECTION_LOST");
            assertThat(away).isBetween(GRACE_SECONDS * 1_000L - 100, GRACE_SECONDS * 1_000L + 3_500);
            assertThat(watcher.await("streamRemoved").get("reason").asText()).isEqualTo("CONNECTION_LOST");
            push.awaitEnd();
        }
        try (SignalClient late = new SignalClient(server)) {
            JsonNode refused = late.resume(app, "long", "user", key);
            assertThat(refused.get("refusal").asText()).isEqualTo("STAY_UNKNOWN");
            assertThat(refused.get("code").asInt()).isEqualTo(1002002);
            assertThat(late.login(app, "long", "user", rest.token(app, "user"), true)
                            .get("type")
                            .asText())
                    .isEqualTo("loggedIn");
            late.logout();
        }
        watcher.close();
        assertThat(server.database()
                        .texts(
                                "select leave_reason from participation where app_id = ? and room_id = 'long' and user_id = 'user'"
                                        + " order by joined_at",
                                app.id()))
                .containsExactly("CONNECTION_LOST", "LOGOUT");
    }

    @Test
    void aConnectionThatSaysNothingForTheGraceIsGoneThoughItIsOpen() {
        SignalClient watcher = SignalClient.inside(server, app, "silent", "watcher", rest.token(app, "watcher"));
        try (SignalClient mute = SignalClient.inside(server, app, "silent", "mute", rest.token(app, "mute"))) {
            assertThat(awaitBeating(watcher, "userRemoved")
                            .get("user")
                            .get("userID")
                            .asText())
                    .isEqualTo("mute");
            assertThat(mute.closeCode(Eventually.PATIENCE)).isIn(1001, 4001);
        }
        watcher.logout();
    }

    @Test
    void theNumberOfUsersIsToldToEverybodyInTheRoomFromTimeToTime() {
        SignalClient a = SignalClient.inside(server, app, "count", "a", rest.token(app, "a"));
        a.await("userCount", "count", "1");
        SignalClient b = SignalClient.inside(server, app, "count", "b", rest.token(app, "b"));
        assertThat(b.await("userCount", "count", "2").get("roomID").asText()).isEqualTo("count");
        a.await("userCount", "count", "2");
        b.logout();
        a.heartbeat();
        Eventually.holds(() -> {
            List<JsonNode> told = a.heard("userCount");
            assertThat(told.get(told.size() - 1).get("count").asInt()).isEqualTo(1);
        });
        a.logout();
    }

    @Test
    void aServerThatShallKeepWhatIsSaidWritesItToTheEventFeed() {
        SignalClient a = SignalClient.inside(server, app, "kept", "a", rest.token(app, "a"));
        a.request("sendBroadcast", Map.of("text", "for the record"));
        a.request("setRoomExtraInfo", Map.of("key", "claim", "value", "4711"));
        assertThat(server.database()
                        .texts(
                                "select body->>'text' from callback_outbox where app_id = ? and room_id = 'kept'"
                                        + " and body->>'text' is not null order by seq",
                                app.id()))
                .containsExactly("for the record", "4711");
        a.logout();
    }

    @Test
    void somebodyElsesResumeKeyOpensNothing() {
        SignalClient user = SignalClient.inside(server, app, "keys", "user", rest.token(app, "user"));
        String key = user.heard("loggedIn").get(0).get("resumeKey").asText();
        try (SignalClient thief = new SignalClient(server)) {
            assertThat(thief.resume(app, "keys", "other", key).get("type").asText())
                    .isEqualTo("refused");
            assertThat(thief.resume(app, "other", "user", key).get("type").asText())
                    .isEqualTo("refused");
            assertThat(thief.resume(app, "keys", "user", key.substring(1) + "A")
                            .get("type")
                            .asText())
                    .isEqualTo("refused");
            assertThat(thief.closeCode(Eventually.PATIENCE)).isEqualTo(4003);
        }
        try (SignalClient thief = new SignalClient(server)) {
            assertThat(thief.resume(app, "keys", "user", "").get("type").asText())
                    .isEqualTo("refused");
        }
        user.logout();
    }

    @Test
    void aTicketIsNoLongerGoodForAFirstUseAfterItsTime() throws Exception {
        SignalClient user = SignalClient.inside(server, app, "late", "user", rest.token(app, "user"));
        try (RtmpProbe inTime = new RtmpProbe(user.publishUrl("in-time"))) {
            inTime.publish();
            assertThat(inTime.answer()).isEqualTo("NetStream.Publish.Start");
        }
        String url = user.publishUrl("late");
        beat(user, Duration.ofSeconds(TICKET_SECONDS + 1));
        try (RtmpProbe late = new RtmpProbe(url)) {
            late.publish();
            assertThat(late.answer()).isEqualTo("NetStream.Publish.Denied");
        }
        assertThat(server.database()
                        .texts("select refusal from audit_entry where app_id = ? and stream_id = 'late'", app.id()))
                .containsExactly("TICKET_EXPIRED");
        assertThat(server.database()
                        .number("select count(*) from publication where app_id = ? and stream_id = 'late'", app.id()))
                .isZero();
        user.logout();
    }

    private static String stay(String room, String user) {
        return server.database()
                .texts(
                        "select participation_id from room_user where app_id = ? and room_id = ? and user_id = ?",
                        app.id(),
                        room,
                        user)
                .get(0);
    }

    /** Lets time pass while these clients keep saying that they are there. */
    private static void beat(SignalClient client, Duration time, SignalClient... others) {
        long until = System.nanoTime() + time.toNanos();
        Eventually.holds(time.plusSeconds(10), () -> {
            client.heartbeat();
            for (SignalClient other : others) {
                other.heartbeat();
            }
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(250);
            assertThat(System.nanoTime()).isGreaterThan(until);
        });
    }

    private static JsonNode awaitBeating(SignalClient client, String type) {
        return Eventually.get(() -> {
            client.heartbeat();
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(100);
            assertThat(client.heard(type)).isNotEmpty();
            return client.heard(type).get(0);
        });
    }
}

package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayEvent;
import io.parley.ejb.room.UserView;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.id.CallId;
import io.parley.persistence.room.RoomKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SignalSessionTest {

    private static final RoomKey ROOM = new RoomKey(1, "r");
    private static final CallId CALL = new CallId(9, Instant.EPOCH);

    private final FakeSocket socket = new FakeSocket();
    private final SignalSession session = new SignalSession(socket.session(), "127.0.0.1", 0);

    @Test
    void eventsBeforeTheSnapshotAreHeldBackAndThoseItContainsAreDropped() {
        LongStream.rangeClosed(1, 5).forEach(this::offer);
        assertThat(socket.sent()).isEmpty();
        begin(3);
        assertThat(socket.sent()).containsExactly("answer", "4", "5");
    }

    @Test
    void eventsComeInTheOrderOfTheRoomHoweverTheyArrive() {
        begin(0);
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 50).boxed().toList());
        Collections.shuffle(order, new Random(7));
        order.forEach(seq -> offer((long) seq));
        assertThat(socket.sent().subList(1, 51))
                .isEqualTo(
                        IntStream.rangeClosed(1, 50).mapToObj(Integer::toString).toList());
    }

    @Test
    void anEventIsNotSentTwice() {
        begin(0);
        offer(1);
        offer(1);
        offer(2);
        offer(1);
        assertThat(socket.sent()).containsExactly("answer", "1", "2");
    }

    @Test
    void anotherLifeOfTheRoomIsNotThisOne() {
        begin(0);
        session.offer(new RoomEvent.UserAdded(ROOM, 8, 1, new UserView("x", "x")), "foreign", 0);
        assertThat(socket.sent()).containsExactly("answer");
    }

    @Test
    void aLastingGapAsksForANewSnapshotAndHealsByIt() {
        begin(0);
        offer(2);
        assertThat(session.hasGap(1_000, 2_000)).isFalse();
        assertThat(session.hasGap(2_001, 2_000)).isTrue();
        session.restart(snapshot(2), 3_000);
        offer(3);
        assertThat(socket.sent()).containsExactly("answer", "3");
        assertThat(session.hasGap(9_000, 2_000)).isFalse();
    }

    @Test
    void theUserDoesNotHearOfItself() {
        begin(0);
        session.offer(new RoomEvent.UserAdded(ROOM, 9, 1, new UserView("self", "Self")), "self", 0);
        offer(2);
        assertThat(socket.sent()).containsExactly("answer", "2");
    }

    @Test
    void statesOfOwnMediaDoNotGoBack() {
        assertThat(session.isNews(new StayEvent.PublishState(1, "s", 10, true, null)))
                .isTrue();
        assertThat(session.isNews(new StayEvent.PublishState(1, "s", 11, true, null)))
                .isTrue();
        assertThat(session.isNews(new StayEvent.PublishState(1, "s", 10, false, EndReason.MEDIA_TIMEOUT)))
                .as("the end of the connection that was taken over")
                .isFalse();
        assertThat(session.isNews(new StayEvent.PublishState(1, "s", 11, false, EndReason.UNPUBLISHED)))
                .isTrue();
        assertThat(session.isNews(new StayEvent.PublishState(1, "s", 11, true, null)))
                .as("a beginning that arrives after its end")
                .isFalse();
    }

    @Test
    void thatAPlayerGaveWayIsToldBesideTheNewerOne() {
        assertThat(session.isNews(new StayEvent.PlayState(1, "s", 11, true, null)))
                .isTrue();
        assertThat(session.isNews(new StayEvent.PlayState(1, "s", 10, false, EndReason.TAKEN_OVER)))
                .isTrue();
        assertThat(session.isNews(new StayEvent.PlayState(1, "s", 10, false, EndReason.MEDIA_TIMEOUT)))
                .as("what is known of the newer one stays")
                .isFalse();
    }

    @Test
    void moreMessagesThanTheShareAreNoticedPerSecond() {
        for (int i = 0; i < 30; i++) {
            assertThat(session.count(1_000, 30)).isTrue();
        }
        assertThat(session.count(1_999, 30)).isFalse();
        assertThat(session.count(2_000, 30)).isTrue();
    }

    @Test
    void aClientThatDoesNotReadIsDisconnected() {
        begin(0);
        socket.stall();
        LongStream.rangeClosed(1, OutboundQueue.MAX_MESSAGES + 2L).forEach(this::offer);
        assertThat(socket.closedWith()).isEqualTo(CloseCodes.TRY_LATER);
    }

    @Test
    void messagesMissedBeforeAResumeAreToldOnceThoughTheSnapshotIsNewerAndTheyArriveLate() {
        List<RoomEvent> missed = List.of(said(3, "other", Set.of()), said(4, "self", Set.of()));
        begin(6);
        session.replay(missed, 2);
        say(3, Set.of());
        say(5, Set.of("self"));
        say(5, Set.of("self"));
        say(6, Set.of("somebody"));
        say(2, Set.of());
        assertThat(spoken()).containsExactly(3L, 5L);
        say(7, Set.of());
        assertThat(socket.sent()).last().isEqualTo("7");
    }

    @Test
    void aNewLoginIsNotToldWhatWasSaidBefore() {
        begin(6);
        say(6, Set.of());
        assertThat(socket.sent()).containsExactly("answer");
    }

    @Test
    void aCommandIsForThoseItNamesAndNeverForItsSender() {
        begin(0);
        say(1, Set.of("self", "x"));
        say(2, Set.of("x"));
        session.offer(said(3, "self", Set.of("self")), "3", 0);
        say(4, Set.of());
        assertThat(socket.sent()).containsExactly("answer", "1", "4");
    }

    @Test
    void theEndOfATokenIsToldOncePerToken() {
        begin(0);
        session.tokenExpires(Instant.EPOCH.plusSeconds(100));
        session.noticeToken(Instant.EPOCH.plusSeconds(100));
        assertThat(socket.sent()).hasSize(1);
        session.noticeToken(Instant.EPOCH.plusSeconds(101));
        session.noticeToken(Instant.EPOCH.plusSeconds(102));
        assertThat(socket.sent()).hasSize(2).last().asString().contains("\"tokenExpiresAt\":100000");
        session.tokenExpires(null);
        session.noticeToken(Instant.MAX);
        assertThat(socket.sent()).hasSize(2);
    }

    private void say(long seq, Set<String> recipients) {
        session.offer(said(seq, "other", recipients), Long.toString(seq), 0);
    }

    private static RoomEvent said(long seq, String from, Set<String> recipients) {
        return new RoomEvent.CommandSent(
                ROOM, 9, seq, new UserView(from, from), List.copyOf(recipients), recipients, "text", Instant.EPOCH);
    }

    /** Numbers of the commands that were encoded for this session alone. */
    private List<Long> spoken() {
        return socket.sent().stream()
                .filter(text -> text.contains("\"command\""))
                .map(text -> Long.valueOf(text.replaceAll(".*\"seq\":(\\d+).*", "$1")))
                .toList();
    }

    private void offer(long seq) {
        session.offer(new RoomEvent.UserAdded(ROOM, 9, seq, new UserView("x" + seq, "X")), Long.toString(seq), 0);
    }

    private void begin(long seq) {
        session.begin(snapshot(seq), true, new ServerMessage.LoggedOut(1), 0);
        socket.rename("{\"type\":\"loggedOut\",\"requestId\":1}", "answer");
    }

    private static RoomSnapshot snapshot(long seq) {
        return new RoomSnapshot(
                ROOM,
                CALL,
                1,
                new UserView("self", "Self"),
                null,
                seq,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }
}

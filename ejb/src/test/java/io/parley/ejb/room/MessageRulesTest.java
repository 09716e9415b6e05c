package io.parley.ejb.room;

import static io.parley.ejb.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.TestServices;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.StreamId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages and extra info: who hears them, how many of them, and what stays of them. */
class MessageRulesTest {

    private final TestServices services = new TestServices().with("parley.messages.broadcasts-per-user", 1);
    private final AppId app = services.app();
    private final RoomSnapshot anna = services.login(app, "room", "anna");
    private final MessageService messages = services.get(MessageService.class);
    private final ExtraInfoService extraInfo = services.get(ExtraInfoService.class);

    @Test
    void aBroadcastIsAnEventOfTheRoomWithoutItsTextInTheFeed() {
        long id = services.commit(() -> messages.broadcast(anna.stayId(), "hello"));

        assertThat(services.committed(RoomEvent.BroadcastSent.class))
                .singleElement()
                .satisfies(sent -> {
                    assertThat(sent.messageId()).isEqualTo(id);
                    assertThat(sent.text()).isEqualTo("hello");
                    assertThat(sent.seq()).isEqualTo(2);
                });
        assertThat(bodies("BROADCAST"))
                .containsExactly("{\"bytes\": 5, \"userID\": \"anna\", \"messageID\": " + id + "}");
    }

    @Test
    void whereMessagesAreKeptTheFeedHasTheText() {
        TestServices keeping = new TestServices().with("parley.messages.keep-content", true);
        RoomSnapshot stay = keeping.login(app, "kept", "anna");
        keeping.run(() -> keeping.get(MessageService.class).broadcast(stay.stayId(), "a\0b"));

        assertThat(bodies("BROADCAST")).singleElement().satisfies(body -> assertThat(body)
                .contains("\"text\": \"ab\""));
    }

    @Test
    void theMessageTooManyInASecondIsRefusedAndTheNextSecondIsFree() {
        services.run(() -> messages.broadcast(anna.stayId(), "one"));

        assertRefused(Refusal.BROADCAST_RATE, () -> services.run(() -> messages.broadcast(anna.stayId(), "two")));
        services.clock().goOn(Duration.ofSeconds(1));
        services.run(() -> messages.broadcast(anna.stayId(), "three"));

        assertThat(services.committed(RoomEvent.BroadcastSent.class))
                .extracting(RoomEvent.BroadcastSent::text)
                .containsExactly("one", "three");
    }

    @Test
    void aMessageHas1To1024BytesOfUtf8() {
        assertRefused(Refusal.MESSAGE_EMPTY, () -> services.run(() -> messages.broadcast(anna.stayId(), "")));
        assertRefused(
                Refusal.MESSAGE_TOO_LONG,
                () -> services.run(() -> messages.broadcast(anna.stayId(), "\u4f60".repeat(342))));
        services.run(() -> messages.broadcast(anna.stayId(), "\u4f60".repeat(341)));
    }

    @Test
    void aCommandGoesToThoseWhoAreInsideAndNamesTheOthers() {
        services.login(app, "room", "ben");

        List<String> missing =
                services.commit(() -> messages.command(anna.stayId(), "mute", List.of("ben", "carl", "ben")));

        assertThat(missing).containsExactly("carl");
        assertThat(services.committed(RoomEvent.CommandSent.class))
                .singleElement()
                .satisfies(sent -> assertThat(sent.recipients()).containsExactly("ben"));
        assertThat(bodies("COMMAND")).singleElement().satisfies(body -> assertThat(body)
                .contains("\"to\": [\"ben\", \"carl\"]"));
    }

    @Test
    void aCommandToNobodyInsideIsNoEvent() {
        assertThat(services.<List<String>>commit(() -> messages.command(anna.stayId(), "mute", List.of("carl"))))
                .containsExactly("carl");
        assertThat(services.committed(RoomEvent.CommandSent.class)).isEmpty();
        assertThat(bodies("COMMAND")).isEmpty();
    }

    @Test
    void aBarrageIsToldAndForgotten() {
        services.run(() -> messages.barrage(anna.stayId(), "hi"));

        assertThat(services.committed(Barrage.class)).hasSize(1);
        assertThat(services.rows("select event from callback_outbox where app_id = ?", app.value()))
                .containsExactly("USER_ADDED");
    }

    @Test
    void theFirstKeyOfTheRoomStaysItsKey() {
        services.run(() -> extraInfo.setRoom(anna.stayId(), "topic", "claims"));
        assertRefused(
                Refusal.ROOM_INFO_KEY_TAKEN, () -> services.run(() -> extraInfo.setRoom(anna.stayId(), "other", "x")));
        services.run(() -> extraInfo.setRoom(anna.stayId(), "topic", "bank"));

        assertThat(services.committed(RoomEvent.RoomInfoChanged.class))
                .extracting(changed -> changed.info().value())
                .containsExactly("claims", "bank");
    }

    @Test
    void nobodyDescribesAStreamThatIsNotItsOwn() {
        assertRefused(
                Refusal.PUBLISH_UNKNOWN,
                () -> services.run(() -> extraInfo.setStream(anna.stayId(), StreamId.of("cam"), "x")));
    }

    @Test
    void whoHasLeftSaysNothing() {
        services.logout(anna);

        assertRefused(Refusal.STAY_UNKNOWN, () -> services.run(() -> messages.broadcast(anna.stayId(), "late")));
    }

    private List<String> bodies(String event) {
        return services.rows(
                "select body from callback_outbox where app_id = ? and event = ? order by seq", app.value(), event);
    }
}

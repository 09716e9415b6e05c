package io.parley.ejb.stream;

import static io.parley.ejb.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.api.MediaGranted;
import io.parley.ejb.TestServices;
import io.parley.ejb.room.MediaClosed;
import io.parley.ejb.room.PublicationReplaced;
import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayEvent;
import io.parley.ejb.stream.Ticket.DeviceHolder;
import io.parley.ejb.stream.Ticket.Direction;
import io.parley.ejb.stream.Ticket.Holder;
import io.parley.ejb.stream.Ticket.StayHolder;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.room.ClientKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who publishes and plays, who takes whose place, and what a late end does. */
class StreamRulesTest {

    private static final String ADDRESS = "192.0.2.1";

    private final TestServices services = new TestServices();
    private final AppId app = services.app();
    private final StreamService streams = services.get(StreamService.class);
    private final RoomSnapshot anna = services.login(app, "room", "anna");
    private long tickets;

    @Test
    void aStreamIsThereFromTheCommitOnForEverybody() {
        MediaGranted granted = publish(ticket(Direction.PUBLISH, anna, "cam"));

        assertThat(services.committed(RoomEvent.StreamAdded.class))
                .singleElement()
                .satisfies(added -> assertThat(added.stream().streamId()).isEqualTo("cam"));
        assertThat(live()).containsExactly("cam " + granted.id());
        assertThat(services.rows("select count(*) from publication where app_id = ? and ended_at is null", app.value()))
                .containsExactly("1");
    }

    @Test
    void aStreamIdIsOneUsersAtATime() {
        RoomSnapshot ben = services.login(app, "other", "ben");
        publish(ticket(Direction.PUBLISH, anna, "cam"));

        assertRefused(Refusal.STREAM_ID_IN_USE, () -> publish(ticket(Direction.PUBLISH, ben, "cam")));
        assertThat(services.committed(RoomEvent.StreamAdded.class)).hasSize(1);
    }

    @Test
    void aPusherThatComesBackTakesItsOwnStreamOverAndTheOthersKeepIt() {
        Ticket ticket = ticket(Direction.PUBLISH, anna, "cam");
        MediaGranted first = publish(ticket);
        MediaGranted second = publish(ticket);

        assertThat(services.committed(PublicationReplaced.class)).containsExactly(new PublicationReplaced(first.id()));
        assertThat(services.committed(RoomEvent.StreamRemoved.class)).isEmpty();
        assertThat(services.committed(RoomEvent.StreamAdded.class)).hasSize(1);
        assertThat(live()).containsExactly("cam " + second.id());
    }

    @Test
    void aLateEndOfTheFirstPublicationDoesNotEndItsSuccessor() {
        Ticket ticket = ticket(Direction.PUBLISH, anna, "cam");
        MediaGranted first = publish(ticket);
        MediaGranted second = publish(ticket);

        services.run(() -> streams.publishEnded(first.id(), EndReason.MEDIA_CONNECTION_LOST, 700));

        assertThat(live()).containsExactly("cam " + second.id());
        assertThat(services.rows("select end_reason || ' ' || bytes from publication where id = ?", first.id()))
                .containsExactly("TAKEN_OVER 700");
    }

    @Test
    void aTicketOfAStayThatIsOverIsWorthNothing() {
        Ticket ticket = ticket(Direction.PUBLISH, anna, "cam");
        services.logout(anna);

        assertRefused(Refusal.TICKET_REVOKED, () -> publish(ticket));
        assertThat(services.rows("select stream_id from publication where app_id = ?", app.value()))
                .isEmpty();
    }

    @Test
    void aTicketIsUsedFirstInItsTimeAndGoodForTheStayFromThenOn() {
        Ticket unused = ticket(Direction.PUBLISH, anna, "late");
        Ticket used = ticket(Direction.PUBLISH, anna, "cam");
        publish(used);
        services.clock().goOn(Duration.ofHours(1));

        assertRefused(Refusal.TICKET_EXPIRED, () -> publish(unused));
        publish(used);
    }

    @Test
    void thePublishersLogoutEndsItsStreamAndItsPlayersAndTellsTheRelay() {
        RoomSnapshot ben = services.login(app, "room", "ben");
        MediaGranted cam = publish(ticket(Direction.PUBLISH, anna, "cam"));
        MediaGranted look = play(ticket(Direction.PLAY, anna, "cam"));
        services.logout(anna);

        assertThat(live()).isEmpty();
        assertThat(services.committed(RoomEvent.class))
                .extracting(RoomEvent::name)
                .containsSubsequence("STREAM_REMOVED", "USER_REMOVED");
        assertThat(services.committed(MediaClosed.class))
                .containsExactly(new MediaClosed(List.of(cam.id()), List.of(look.id())));
        assertThat(services.rows("select user_id from room_user where app_id = ?", app.value()))
                .containsExactly(ben.self().userId());
    }

    @Test
    void aStreamOfAnotherRoomIsNotThereToBePlayed() {
        RoomSnapshot ben = services.login(app, "other", "ben");
        publish(ticket(Direction.PUBLISH, anna, "cam"));

        assertRefused(Refusal.STREAM_UNKNOWN, () -> play(ticket(Direction.PLAY, ben, "cam")));
        assertThat(services.rows("select id from playback where app_id = ?", app.value()))
                .isEmpty();
    }

    @Test
    void thePlayerTooManyOfATicketTakesThePlaceOfTheOldest() {
        publish(ticket(Direction.PUBLISH, anna, "cam"));
        Ticket ticket = ticket(Direction.PLAY, anna, "cam");
        MediaGranted oldest = play(ticket);
        play(ticket);
        services.clock().goOn(Duration.ofSeconds(1));
        play(ticket);

        assertThat(services.rows("select count(*) from player where app_id = ?", app.value()))
                .containsExactly("2");
        assertThat(services.rows("select end_reason from playback where id = ?", oldest.id()))
                .containsExactly("TAKEN_OVER");
    }

    @Test
    void aDeviceComesInByItsTicketAndGoesWithItsLastConnection() {
        Holder holder = new DeviceHolder("room", "camera", "Camera", ClientKind.DEVICE, 1);
        MediaGranted granted = publish(ticket(Direction.PUBLISH, holder, "cam"));
        services.run(() -> streams.publishEnded(granted.id(), EndReason.MEDIA_CONNECTION_LOST, 1));

        assertThat(services.committed(RoomEvent.class))
                .extracting(RoomEvent::name)
                .containsExactly("USER_ADDED", "USER_ADDED", "STREAM_ADDED", "STREAM_REMOVED", "USER_REMOVED");
        assertThat(services.rows(
                        "select leave_reason from participation where app_id = ? and user_id = 'camera'", app.value()))
                .containsExactly("DEVICE_DISCONNECTED");
    }

    @Test
    void nobodyEndsAStreamOfSomebodyElse() {
        RoomSnapshot ben = services.login(app, "room", "ben");
        publish(ticket(Direction.PUBLISH, anna, "cam"));

        services.run(() -> streams.unpublish(ben.stayId(), StreamId.of("cam")));
        assertThat(live()).hasSize(1);
        services.run(() -> streams.unpublish(anna.stayId(), StreamId.of("cam")));
        assertThat(live()).isEmpty();
        assertThat(services.committed(StayEvent.PublishState.class))
                .extracting(StayEvent.PublishState::live)
                .containsExactly(true, false);
    }

    private MediaGranted publish(Ticket ticket) {
        return services.commit(() -> streams.register(ticket, "RTMP", ADDRESS));
    }

    private MediaGranted play(Ticket ticket) {
        return services.commit(() -> streams.registerPlayer(ticket, "RTMP", ADDRESS));
    }

    private Ticket ticket(Direction direction, RoomSnapshot stay, String stream) {
        return ticket(direction, new StayHolder(stay.stayId()), stream);
    }

    private Ticket ticket(Direction direction, Holder holder, String stream) {
        return new Ticket(
                app.value() * 100 + ++tickets,
                direction,
                app,
                StreamId.of(stream),
                holder,
                services.clock().instant().plusSeconds(60),
                "");
    }

    private List<String> live() {
        return services.rows(
                "select stream_id || ' ' || publication_id from stream where app_id = ? order by stream_id",
                app.value());
    }
}

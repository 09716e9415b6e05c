package io.parley.ejb.moderation;

import static io.parley.ejb.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.TestServices;
import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.moderation.ModerationService.BanRequest;
import io.parley.ejb.moderation.ModerationService.BanView;
import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayEvent;
import io.parley.ejb.stream.StreamService;
import io.parley.ejb.stream.Ticket;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.UserId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who an administrator ends and keeps out, for how long, and what stays on record. */
class ModerationRulesTest {

    private final TestServices services = new TestServices();
    private final AppId app = services.app();
    private final ModerationService moderation = services.get(ModerationService.class);
    private final AdminAction action = new AdminAction("ada", "198.51.100.7", "abuse");

    @Test
    void aKickedUserIsToldWhyAndComesBackWhenItsTimeIsOver() {
        RoomSnapshot anna = services.login(app, "room", "anna");
        services.login(app, "room", "ben");
        services.run(() -> moderation.kick(app, RoomId.of("room"), UserId.of("anna"), 60, action));

        assertThat(services.committed(StayEvent.StayEnded.class))
                .containsExactly(new StayEvent.StayEnded(anna.stayId(), EndReason.KICKED, "abuse"));
        assertRefused(Refusal.BANNED, () -> services.login(app, "room", "anna"));
        services.clock().goOn(Duration.ofSeconds(61));
        services.login(app, "room", "anna");
    }

    @Test
    void aClosedRoomEndsEverybodysStayWithOneReason() {
        services.login(app, "room", "anna");
        services.login(app, "room", "ben");
        services.run(() -> moderation.closeRoom(app, RoomId.of("room"), 0, action));

        assertThat(services.committed(RoomEvent.RoomClosed.class))
                .singleElement()
                .satisfies(closed -> {
                    assertThat(closed.reason()).isEqualTo(EndReason.ROOM_CLOSED);
                    assertThat(closed.note()).isEqualTo("abuse");
                });
        assertThat(services.rows("select distinct leave_reason from participation where app_id = ?", app.value()))
                .containsExactly("ROOM_CLOSED");
        assertThat(services.rows("select user_id from room_user where app_id = ?", app.value()))
                .isEmpty();
    }

    @Test
    void aBanOfAnAddressKeepsOutWhoComesFromIt() {
        ban(new BanRequest(null, "192.0.2.0/24", null, Forbids.JOIN, null));

        assertRefused(Refusal.BANNED, () -> services.login(app, "room", "anna", "192.0.2.77"));
        services.login(app, "room", "anna", "203.0.113.9");
    }

    @Test
    void aBanOfARoomKeepsAUserOutOfThatRoomAlone() {
        ban(new BanRequest(UserId.of("anna"), null, RoomId.of("room"), Forbids.JOIN, null));

        assertRefused(Refusal.BANNED, () -> services.login(app, "room", "anna"));
        services.login(app, "other", "anna");
        services.login(app, "room", "ben");
    }

    @Test
    void whoMayNotPublishStillComesIn() {
        ban(new BanRequest(UserId.of("anna"), null, null, Forbids.PUBLISH, null));
        RoomSnapshot anna = services.login(app, "room", "anna");

        assertRefused(Refusal.PUBLISH_BANNED, () -> publish(anna));
    }

    @Test
    void aBanThatIsLiftedHoldsNoMoreAndCannotBeLiftedTwice() {
        BanView ban = ban(new BanRequest(UserId.of("anna"), null, null, Forbids.JOIN, null));
        services.run(() -> moderation.unban(app, ban.banID(), action));

        services.login(app, "room", "anna");
        assertRefused(Refusal.BAN_UNKNOWN, () -> services.run(() -> moderation.unban(app, ban.banID(), action)));
    }

    @Test
    void aStoppedStreamDoesNotComeBackWithTheAddressItHas() {
        RoomSnapshot anna = services.login(app, "room", "anna");
        Ticket ticket = publish(anna);
        services.run(() -> moderation.stopStream(app, StreamId.of("cam"), action));

        assertThat(services.committed(RoomEvent.StreamRemoved.class))
                .singleElement()
                .satisfies(removed -> assertThat(removed.note()).isEqualTo("abuse"));
        assertRefused(Refusal.TICKET_REVOKED, () -> publish(ticket));
    }

    @Test
    void withoutAReasonNothingIsDone() {
        services.login(app, "room", "anna");
        AdminAction silent = new AdminAction("ada", "198.51.100.7", " ");

        assertRefused(
                Refusal.ARGUMENT_WRONG,
                () -> services.run(() -> moderation.kick(app, RoomId.of("room"), UserId.of("anna"), 0, silent)));
        assertThat(services.committed(StayEvent.StayEnded.class)).isEmpty();
    }

    @Test
    void whoDidItToWhomAndWhyIsInTheAudit() {
        RoomSnapshot anna = services.login(app, "room", "anna");
        services.run(() -> moderation.kick(app, RoomId.of("room"), UserId.of("anna"), 0, action));

        assertThat(services.rows(
                        "select actor_id || ' ' || action || ' ' || user_id || ' ' || address || ' ' || (detail ->> 'reason') || ' '"
                                + " || (detail ->> 'stay') from audit_entry where app_id = ? and actor_kind = 'ADMIN'",
                        app.value()))
                .containsExactly("ada KICK anna 198.51.100.7 abuse " + anna.stayId());
    }

    private BanView ban(BanRequest ban) {
        return services.commit(() -> moderation.ban(app, ban, action));
    }

    private Ticket publish(RoomSnapshot stay) {
        Ticket ticket = new Ticket(
                app.value() * 100,
                Ticket.Direction.PUBLISH,
                app,
                StreamId.of("cam"),
                new Ticket.StayHolder(stay.stayId()),
                services.clock().instant().plusSeconds(60),
                "");
        publish(ticket);
        return ticket;
    }

    private void publish(Ticket ticket) {
        services.run(() -> services.get(StreamService.class).register(ticket, "RTMP", "192.0.2.1"));
    }
}

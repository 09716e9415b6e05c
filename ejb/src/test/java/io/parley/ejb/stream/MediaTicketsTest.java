package io.parley.ejb.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ejb.stream.Ticket.DeviceHolder;
import io.parley.ejb.stream.Ticket.Direction;
import io.parley.ejb.stream.Ticket.StayHolder;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.StreamKey;
import io.parley.persistence.room.ClientKind;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class MediaTicketsTest {

    private static final AppId APP = new AppId(4_294_967_295L);
    private static final StreamId STREAM = StreamId.of("s~!@$%^&*()_+=-`;’,.<>/\\");
    private static final String KEY = StreamKey.of(APP, STREAM).value();

    private final MediaTickets tickets = MediaTickets.with(new byte[32]);

    @Test
    void aTicketComesBackAsItWas() {
        Ticket stay = ticket(Direction.PUBLISH, new StayHolder(42), "camera 安");
        assertThat(tickets.verify(tickets.sign(stay), Direction.PUBLISH, KEY)).isEqualTo(stay);
        Ticket device = ticket(Direction.PLAY, new DeviceHolder("r#1", "u", "名", ClientKind.DEVICE, 500), "");
        assertThat(tickets.verify(tickets.sign(device), Direction.PLAY, KEY)).isEqualTo(device);
        Ticket look = ticket(Direction.PLAY, new DeviceHolder("r", "console-7", "wang", ClientKind.CONSOLE, 1), "");
        assertThat(tickets.verify(tickets.sign(look), Direction.PLAY, KEY)).isEqualTo(look);
    }

    @Test
    void theOtherDirectionAndAnotherStreamAreRefused() {
        String text = tickets.sign(ticket(Direction.PLAY, new StayHolder(42), ""));
        assertRefused(() -> tickets.verify(text, Direction.PUBLISH, KEY));
        assertRefused(() -> tickets.verify(
                text, Direction.PLAY, StreamKey.of(APP, StreamId.of("s2")).value()));
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] bytes = Base64.getUrlDecoder().decode(tickets.sign(ticket(Direction.PLAY, new StayHolder(42), "")));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertRefused(() -> tickets.verify(text, Direction.PLAY, KEY));
        }
    }

    @Test
    void anotherServersTicketIsRefused() {
        byte[] other = new byte[32];
        other[31] = 1;
        String text = MediaTickets.with(other).sign(ticket(Direction.PLAY, new StayHolder(42), ""));
        assertRefused(() -> tickets.verify(text, Direction.PLAY, KEY));
    }

    @Test
    void garbageIsRefused() {
        for (String text : new String[] {null, "", "!", "AAAA", "A".repeat(10_000)}) {
            assertRefused(() -> tickets.verify(text, Direction.PLAY, KEY));
        }
    }

    @Test
    void theLongestTicketFits() {
        DeviceHolder longest =
                new DeviceHolder("r".repeat(128), "u".repeat(64), "n".repeat(256), ClientKind.DEVICE, 10_000);
        Ticket ticket = new Ticket(
                Long.MAX_VALUE,
                Direction.PUBLISH,
                APP,
                StreamId.of("s".repeat(256)),
                longest,
                Instant.ofEpochSecond(1_700_000_000L),
                "e".repeat(128));
        String text = tickets.sign(ticket);
        assertThat(text.length()).isLessThanOrEqualTo(MediaTickets.MAX_LENGTH);
        assertThat(tickets.verify(
                        text,
                        Direction.PUBLISH,
                        StreamKey.of(APP, ticket.stream()).value()))
                .isEqualTo(ticket);
    }

    private static Ticket ticket(Direction direction, Ticket.Holder holder, String extraInfo) {
        return new Ticket(7, direction, APP, STREAM, holder, Instant.ofEpochSecond(1_700_000_000L), extraInfo);
    }

    private static void assertRefused(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(Refusal.TICKET_INVALID));
    }
}

package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.UserView;
import io.parley.persistence.room.RoomKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentMessagesTest {

    private static final RoomKey ROOM = new RoomKey(1, "r");

    private final RecentMessages recent = new RecentMessages();

    @Test
    void whatCameAfterANumberIsFoundInOrderHoweverItArrived() {
        List.of(3L, 1L, 2L, 5L, 4L).forEach(seq -> keep(9, seq, 0));
        keep(8, 7, 0);
        assertThat(recent.after(ROOM, 9, 2)).extracting(RoomEvent::seq).containsExactly(3L, 4L, 5L);
        assertThat(recent.after(new RoomKey(2, "r"), 9, 0)).isEmpty();
    }

    @Test
    void onlyTheLastOnesAreKeptAndOnlyForATime() {
        LongStream.rangeClosed(1, RecentMessages.MAX_PER_ROOM + 10L).forEach(seq -> keep(9, seq, seq));
        assertThat(recent.after(ROOM, 9, 0))
                .hasSize(RecentMessages.MAX_PER_ROOM)
                .first()
                .extracting(RoomEvent::seq)
                .isEqualTo(11L);
        recent.forgetBefore(70);
        assertThat(recent.after(ROOM, 9, 0))
                .extracting(RoomEvent::seq)
                .startsWith(70L)
                .hasSize(5);
        recent.forgetBefore(1_000);
        assertThat(recent.after(ROOM, 9, 0)).isEmpty();
    }

    @Test
    void allRoomsTogetherKeepNoMoreThanTheLimitAndHaveRoomAgainAfterAWhile() {
        int rooms = RecentMessages.MAX_IN_ALL / RecentMessages.MAX_PER_ROOM + 2;
        for (int room = 0; room < rooms; room++) {
            for (int seq = 1; seq <= RecentMessages.MAX_PER_ROOM; seq++) {
                keep("r" + room, seq);
            }
        }
        assertThat(recent.after(new RoomKey(1, "r0"), 9, 0)).hasSize(RecentMessages.MAX_PER_ROOM);
        assertThat(recent.after(new RoomKey(1, "r" + (rooms - 1)), 9, 0)).isEmpty();
        recent.forgetBefore(1);
        keep("late", 1);
        assertThat(recent.after(new RoomKey(1, "late"), 9, 0)).hasSize(1);
    }

    private void keep(String room, long seq) {
        recent.keep(
                new RoomEvent.BroadcastSent(
                        new RoomKey(1, room), 9, seq, seq, new UserView("a", "A"), "text", Instant.EPOCH),
                0);
    }

    private void keep(long session, long seq, long at) {
        recent.keep(
                new RoomEvent.BroadcastSent(ROOM, session, seq, seq, new UserView("a", "A"), "text", Instant.EPOCH),
                at);
    }
}

package io.parley.ejb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.TestServices;
import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.stream.StreamService;
import io.parley.ejb.stream.Ticket;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.node.NodeStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server dies, and another one closes what it left open. */
class NodeClosureTest {

    private final TestServices dead = new TestServices();
    private final TestServices alive = new TestServices();
    private final AppId app = dead.app();

    @Test
    void roomsHearWhoAndWhatIsGoneAndEmptyOnesClose() {
        RoomSnapshot anna = dead.login(app, "left", "anna");
        publish(anna, "cam");
        dead.login(app, "shared", "ben");
        alive.login(app, "shared", "carl");

        die();
        closeDead();

        assertThat(feed("left"))
                .containsExactly("USER_ADDED", "STREAM_ADDED", "STREAM_REMOVED", "USER_REMOVED", "ROOM_CLOSED");
        assertThat(feed("shared")).containsExactly("USER_ADDED", "USER_ADDED", "USER_REMOVED");
        assertThat(alive.committed(RoomEvent.class))
                .extracting(event -> event.room().roomId() + " " + event.name())
                .containsExactly(
                        "shared USER_ADDED",
                        "left STREAM_REMOVED",
                        "left USER_REMOVED",
                        "shared USER_REMOVED",
                        "left ROOM_CLOSED");
        assertThat(rows("select user_id from room_user where app_id = ?")).containsExactly("carl");
        assertThat(rows("select user_count from room where app_id = ?")).containsExactly("1");
    }

    @Test
    void theSystemRecordsEachEndWithItsReasonAndInterval() {
        publish(dead.login(app, "left", "anna"), "cam");
        die();
        closeDead();

        assertThat(rows(
                        "select actor_kind || ' ' || action || ' ' || user_id || ' ' || (detail ->> 'reason') from audit_entry"
                                + " where app_id = ? and actor_kind = 'SYSTEM' order by id"))
                .containsExactly("SYSTEM PUBLISH_END anna NODE_LOST", "SYSTEM LOGOUT anna NODE_LOST");
        assertThat(rows("select leave_reason || ' ' || (left_at <= left_at_max) from participation where app_id = ?"))
                .containsExactly("NODE_LOST true");
    }

    @Test
    void aLoginIntoWhatIsLeftGoesOnWithTheNextNumber() {
        dead.login(app, "shared", "ben");
        alive.login(app, "shared", "carl");
        die();
        closeDead();
        alive.login(app, "shared", "dora");

        assertThat(rows("select seq || ' ' || event from callback_outbox where app_id = ? order by seq"))
                .containsExactly("1 USER_ADDED", "2 USER_ADDED", "3 USER_REMOVED", "4 USER_ADDED");
    }

    private void publish(RoomSnapshot stay, String stream) {
        Ticket ticket = new Ticket(
                app.value() * 100,
                Ticket.Direction.PUBLISH,
                app,
                StreamId.of(stream),
                new Ticket.StayHolder(stay.stayId()),
                dead.clock().instant().plusSeconds(60),
                "");
        dead.run(() -> dead.get(StreamService.class).register(ticket, "RTMP", "192.0.2.1"));
    }

    private void die() {
        dead.sql(
                "update node set renewed_at = started_at, lease_until = started_at where node_id = ?",
                dead.get(NodeStatus.class).nodeId());
    }

    private void closeDead() {
        boolean more = true;
        while (more) {
            more = alive.commit(() -> alive.get(NodeLease.class)
                    .closeDead(alive.get(NodeStatus.class).nodeId()));
        }
    }

    private List<String> feed(String room) {
        return alive.rows(
                "select event from callback_outbox where app_id = ? and room_id = ? order by seq", app.value(), room);
    }

    private List<String> rows(String sql) {
        return alive.rows(sql, app.value());
    }
}

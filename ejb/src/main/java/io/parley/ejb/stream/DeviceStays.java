package io.parley.ejb.stream;

import io.parley.ejb.room.StayLifecycle;
import io.parley.ejb.stream.Ticket.DeviceHolder;
import io.parley.persistence.app.App;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import io.parley.persistence.room.JoiningUser;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.room.TokenRights;
import io.parley.persistence.stream.PlayerRepository;
import io.parley.persistence.stream.StreamRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/**
 * The stays of devices that come by a media URL alone: such a device is a user of the room from its first connection to its last.
 * If a user of that name is logged in, the device is one more device of that user.
 */
@ApplicationScoped
public class DeviceStays {

    private final AppRepository apps;
    private final RoomRepository rooms;
    private final StayRepository stays;
    private final StreamRepository streams;
    private final PlayerRepository players;
    private final StayLifecycle lifecycle;
    private final Clock clock;

    @Inject
    public DeviceStays(
            AppRepository apps,
            RoomRepository rooms,
            StayRepository stays,
            StreamRepository streams,
            PlayerRepository players,
            StayLifecycle lifecycle,
            Clock clock) {
        this.apps = apps;
        this.rooms = rooms;
        this.stays = stays;
        this.streams = streams;
        this.players = players;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected DeviceStays() {
        this(null, null, null, null, null, null, null);
    }

    /** The device's room, locked, opened if the ticket is still good for a first use. */
    Room room(RoomKey key, Ticket ticket, long nodeId) {
        if (clock.instant().isAfter(ticket.firstUseBefore())) {
            throw new Refused(Refusal.TICKET_EXPIRED);
        }
        return rooms.openAndLock(key, 0, clock.instant(), nodeId);
    }

    /** The stay of the device, begun if it has none. */
    RoomUser stayOf(DeviceHolder device, Room room, String address) {
        return stays.find(room.key(), device.userId()).orElseGet(() -> {
            UserId user = new UserId(device.userId());
            JoiningUser request =
                    new JoiningUser(user, UserName.orId(device.userName(), user), device.kind(), "", address);
            App app = apps.require(new AppId(room.key().appId()));
            lifecycle.requireNotBanned(room.key(), device.userId(), address, Forbids.JOIN);
            return lifecycle.begin(app, room, request, new byte[0], new TokenRights(true, null, null), "TICKET");
        });
    }

    /** A device without media is gone. */
    void endIfIdle(Room room, RoomUser stay) {
        if (stay.clientKind().isWithoutSignalling()
                && streams.ofStay(stay.stayId()).isEmpty()
                && players.ofStay(stay.stayId()).isEmpty()) {
            lifecycle.end(room, stay, EndReason.DEVICE_DISCONNECTED);
        }
    }
}

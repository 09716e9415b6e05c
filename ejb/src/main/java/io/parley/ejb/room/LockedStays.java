package io.parley.ejb.room;

import io.parley.ejb.app.AppCache;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Finds a user that is inside and takes the room's lock, in the caller's transaction. */
@ApplicationScoped
public class LockedStays {

    /** A user and its room; the room's row is locked, so neither ends before the transaction does. */
    record LockedStay(Room room, RoomUser stay) {}

    private final AppCache apps;
    private final RoomRepository rooms;
    private final StayRepository stays;

    @Inject
    public LockedStays(AppCache apps, RoomRepository rooms, StayRepository stays) {
        this.apps = apps;
        this.rooms = rooms;
        this.stays = stays;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected LockedStays() {
        this(null, null, null);
    }

    /** Without a lock: good for asking whether to go on. Nobody goes on in an app that is switched off. */
    RoomUser find(long stayId) {
        RoomUser stay = stays.find(stayId).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
        apps.require(new AppId(stay.room().appId()));
        return stay;
    }

    LockedStay lock(RoomUser stay) {
        Room room = rooms.lock(stay.room()).orElseThrow(() -> new Refused(Refusal.STAY_UNKNOWN));
        // Read again under the lock: the stay may have ended, or its rights changed, meanwhile.
        return new LockedStay(room, find(stay.stayId()));
    }
}

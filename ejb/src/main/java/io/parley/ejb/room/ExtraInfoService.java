package io.parley.ejb.room;

import io.parley.ejb.room.LockedStays.LockedStay;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomInfo;
import io.parley.persistence.room.RoomInfoRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Extra info of rooms and streams, set by users for those who are inside and those who come later. It lives as long as the
 * room's call or the stream. Who wrote when is recorded; what, only where {@code parley.messages.keep-content} asks for it.
 */
@Stateless
public class ExtraInfoService {

    private final LockedStays lockedStays;
    private final MessageRateLimiter limiter;
    private final RoomInfoRepository infos;
    private final StreamRepository streams;
    private final Clock clock;
    private final RoomEvents roomEvents;
    private final int extraInfoPerRoom;

    @Inject
    public ExtraInfoService(
            LockedStays lockedStays,
            MessageRateLimiter limiter,
            RoomInfoRepository infos,
            StreamRepository streams,
            Clock clock,
            RoomEvents roomEvents,
            @ConfigProperty(name = "parley.messages.extra-info-per-room", defaultValue = "10") int extraInfoPerRoom) {
        this.lockedStays = lockedStays;
        this.limiter = limiter;
        this.infos = infos;
        this.streams = streams;
        this.clock = clock;
        this.roomEvents = roomEvents;
        this.extraInfoPerRoom = extraInfoPerRoom;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public ExtraInfoService() {
        this(null, null, null, null, null, null, 0);
    }

    /** Writes the one key of the room; the first one written stays the key for as long as the room lives. */
    public void setRoom(long stayId, @Nullable String key, @Nullable String value) {
        String name = ExtraInfo.key(key);
        String text = ExtraInfo.value(value);
        RoomUser stay = countedStay(stayId);
        LockedStay author = lockedStays.lock(stay);
        RoomInfo info =
                new RoomInfo(name, text, author.stay().userId(), author.stay().userName(), clock.instant());
        if (!infos.put(stay.room(), info)) {
            throw new Refused(Refusal.ROOM_INFO_KEY_TAKEN);
        }
        Room room = author.room();
        roomEvents.publish(room, new RoomEvent.RoomInfoChanged(room.key(), room.sessionId(), room.nextSeq(), info));
    }

    /** Describes one of the user's own live streams. */
    public void setStream(long stayId, StreamId stream, @Nullable String extraInfo) {
        String text = ExtraInfo.ofStream(extraInfo);
        RoomUser stay = countedStay(stayId);
        LockedStay author = lockedStays.lock(stay);
        LiveStream live = streams.find(stay.room().appId(), stream.value())
                .filter(found -> found.stayId() == stayId)
                .orElseThrow(() -> new Refused(Refusal.PUBLISH_UNKNOWN));
        streams.describe(live, text);
        Room room = author.room();
        StreamView described = new StreamView(stream.value(), UserView.of(author.stay()), text);
        roomEvents.publish(
                room, new RoomEvent.StreamInfoChanged(room.key(), room.sessionId(), room.nextSeq(), described));
    }

    private RoomUser countedStay(long stayId) {
        RoomUser stay = lockedStays.find(stayId);
        limiter.count(
                MessageRateLimiter.Kind.EXTRA_INFO,
                stay.room(),
                stay.userId(),
                0,
                extraInfoPerRoom,
                Refusal.EXTRA_INFO_RATE);
        return stay;
    }
}

package io.parley.ejb.room;

import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomEventRepository;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.sql.WritePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The one way by which a {@link RoomEvent} leaves a transaction: a row of the feed that commits with it, and the event itself to observers
 * of {@link AfterCommit}. For callers that hold the room's lock.
 */
@ApplicationScoped
public class RoomEvents {

    private final RoomEventRepository feed;
    private final RoomRepository rooms;
    private final AfterCommitEvents events;
    private final Clock clock;
    private final boolean keepContent;

    @Inject
    public RoomEvents(
            RoomEventRepository feed,
            RoomRepository rooms,
            AfterCommitEvents events,
            Clock clock,
            @ConfigProperty(name = "parley.messages.keep-content", defaultValue = "false") boolean keepContent) {
        this.feed = feed;
        this.rooms = rooms;
        this.events = events;
        this.clock = clock;
        this.keepContent = keepContent;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected RoomEvents() {
        this(null, null, null, null, false);
    }

    /** Publishes an event of a locked room. The caller saves the room, whose number of events has grown, and sends the writes. */
    public void publish(WritePipeline writes, Room room, RoomEvent event) {
        feed.append(writes, room, event.seq(), event.name(), body(event), clock.instant());
        events.publish(event);
    }

    /** As {@link #publish(WritePipeline, Room, RoomEvent)}, with nothing else to write: saves the room and sends at once. */
    public void publish(Room room, RoomEvent event) {
        WritePipeline writes = new WritePipeline();
        publish(writes, room, event);
        rooms.save(writes, room);
        send(writes);
    }

    /** Sends what was written together with events. */
    public void send(WritePipeline writes) {
        feed.send(writes);
    }

    private Map<String, Object> body(RoomEvent event) {
        String content = event.content();
        if (!keepContent || content == null) {
            return event.facts();
        }
        Map<String, Object> body = new LinkedHashMap<>(event.facts());
        body.put("text", content);
        return body;
    }
}

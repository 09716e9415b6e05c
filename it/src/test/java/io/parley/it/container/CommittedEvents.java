package io.parley.it.container;

import io.parley.ejb.room.AfterCommit;
import io.parley.ejb.room.RoomEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Goes into the server with the application and hears what the signalling hears. */
@ApplicationScoped
public class CommittedEvents {

    private final List<RoomEvent> events = new CopyOnWriteArrayList<>();

    void committed(@Observes @AfterCommit RoomEvent event) {
        events.add(event);
    }

    /** Everything so far about this app's rooms. */
    public List<RoomEvent> of(long appId) {
        return events.stream().filter(event -> event.room().appId() == appId).toList();
    }
}

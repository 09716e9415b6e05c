package io.parley.ejb.stream;

import io.parley.persistence.id.AppId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.room.ClientKind;
import java.time.Instant;

/**
 * The right in a media URL: one stream in one direction, to one stay or to one device. It must be used first before it expires, and
 * holds from then on as long as the stay does, because native pushers and players reconnect with the URL they have. One publisher and a few
 * players can use it at a time; where a person's ticket is used once more, the newest connection takes the place of the oldest.
 *
 * @param id names the ticket in the records
 * @param holder whose it is
 * @param firstUseBefore when the first use must have been
 * @param extraInfo what the publisher wants said of the stream
 */
public record Ticket(
        long id,
        Direction direction,
        AppId app,
        StreamId stream,
        Holder holder,
        Instant firstUseBefore,
        String extraInfo) {

    /** The direction in which media may flow. */
    public enum Direction {
        PUBLISH,
        PLAY
    }

    /** The holder of a ticket. */
    public sealed interface Holder {}

    /** A user that is logged in. */
    public record StayHolder(long stayId) implements Holder {}

    /**
     * An encoder, camera, recorder or load tool without signalling: a user of the room while connected.
     *
     * @param kind {@code DEVICE}, or {@code CONSOLE} for somebody who looks from there
     * @param maxConnections how many players may use the ticket at a time
     */
    public record DeviceHolder(String roomId, String userId, String userName, ClientKind kind, int maxConnections)
            implements Holder {}
}

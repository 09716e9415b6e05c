package io.parley.ejb.room;

import io.parley.persistence.audit.EndReason;
import org.jspecify.annotations.Nullable;

/** An event for the user of one stay only. To be observed like {@link RoomEvent}. */
public sealed interface StayEvent {

    /** The stay. */
    long stayId();

    /** The stay is over; {@code note} is what an administrator wants the user to know, or empty. */
    record StayEnded(long stayId, EndReason reason, String note) implements StayEvent {}

    /** The user's own stream is live, or no longer; {@code mediaId} is the publication, {@code note} as above. */
    record PublishState(
            long stayId,
            String streamId,
            long mediaId,
            boolean live,
            @Nullable EndReason reason,
            String note) implements StayEvent {

        public PublishState(long stayId, String streamId, long mediaId, boolean live, @Nullable EndReason reason) {
            this(stayId, streamId, mediaId, live, reason, "");
        }
    }

    /** The user's own player plays, or no longer; {@code mediaId} is the playback. */
    record PlayState(
            long stayId,
            String streamId,
            long mediaId,
            boolean live,
            @Nullable EndReason reason) implements StayEvent {}
}

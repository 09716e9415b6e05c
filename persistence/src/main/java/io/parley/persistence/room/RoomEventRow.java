package io.parley.persistence.room;

import java.time.Instant;

/**
 * A row of a call's event feed.
 *
 * @param body JSON text as it was written
 */
public record RoomEventRow(long seq, Instant occurredAt, String event, String body) {}

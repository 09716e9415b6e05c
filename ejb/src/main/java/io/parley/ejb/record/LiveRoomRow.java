package io.parley.ejb.record;

import java.time.Instant;

/** A live room with its counts. */
public record LiveRoomRow(String roomID, String callID, Instant openedAt, int users, long streams, long players) {}

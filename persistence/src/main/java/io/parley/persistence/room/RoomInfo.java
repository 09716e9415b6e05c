package io.parley.persistence.room;

import java.time.Instant;

/** The value that a room's users share: one key and its value, and the user who wrote it last. */
public record RoomInfo(String key, String value, String userId, String userName, Instant updatedAt) {}

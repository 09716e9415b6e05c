package io.parley.persistence.room;

import java.time.Instant;

/** What a room's users share: one key and its value, and who wrote it last. */
public record RoomInfo(String key, String value, String userId, String userName, Instant updatedAt) {}

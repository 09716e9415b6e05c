package io.parley.persistence.room;

import java.util.Collection;

/**
 * Names of several rooms as PostgreSQL takes them: {@code unnest(cast(:apps as bigint[]), cast(:rooms as text[]))}, so that one
 * statement asks for all of them.
 */
public record RoomKeys(Long[] apps, String[] rooms) {

    public static RoomKeys of(Collection<RoomKey> keys) {
        return new RoomKeys(
                keys.stream().map(RoomKey::appId).toArray(Long[]::new),
                keys.stream().map(RoomKey::roomId).toArray(String[]::new));
    }
}

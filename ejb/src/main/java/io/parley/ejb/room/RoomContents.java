package io.parley.ejb.room;

import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomInfo;
import io.parley.persistence.room.RoomInfoRepository;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.StreamRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Users, streams and shared values of some locked rooms, read in one go for everybody who comes in: three statements, or none where
 * somebody has just opened the only room.
 *
 * @param users of rooms where somebody wants to know them, in the order of arrival, one more than a snapshot tells
 * @param names of users who publish
 */
record RoomContents(
        Map<RoomKey, List<RoomUser>> users,
        Map<RoomKey, List<LiveStream>> streams,
        Map<RoomKey, Map<String, String>> names,
        Map<RoomKey, RoomInfo> infos) {

    /** @param hearsUsers the rooms, and whether anybody there wants to know who is inside */
    static RoomContents read(
            Map<Room, Boolean> hearsUsers, StayRepository stays, StreamRepository streams, RoomInfoRepository infos) {
        List<RoomKey> busy = hearsUsers.keySet().stream()
                .filter(room -> !room.isOfOneEvent()) // its own coming in
                .map(Room::key)
                .toList();
        if (busy.isEmpty()) {
            return new RoomContents(Map.of(), Map.of(), Map.of(), Map.of());
        }
        List<RoomKey> asked = hearsUsers.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(entry -> entry.getKey().key())
                .filter(busy::contains)
                .toList();
        List<RoomUser> users = asked.isEmpty() ? List.of() : stays.inRooms(asked, RoomSnapshot.MOST_USERS + 1);
        List<LiveStream> live = streams.inRooms(busy);
        return new RoomContents(
                users.stream().collect(Collectors.groupingBy(RoomUser::room)),
                live.stream().collect(Collectors.groupingBy(LiveStream::room)),
                names(live, stays),
                infos.find(busy));
    }

    private static Map<RoomKey, Map<String, String>> names(List<LiveStream> live, StayRepository stays) {
        Map<RoomKey, Map<String, String>> names = new HashMap<>();
        if (!live.isEmpty()) {
            List<RoomKey> rooms = new ArrayList<>();
            List<String> users = new ArrayList<>();
            live.stream().collect(Collectors.groupingBy(LiveStream::room)).forEach((room, streams) -> streams.stream()
                    .map(LiveStream::userId)
                    .distinct()
                    .forEach(user -> {
                        rooms.add(room);
                        users.add(user);
                    }));
            stays.find(rooms, users).forEach(user -> names.computeIfAbsent(user.room(), key -> new HashMap<>())
                    .put(user.userId(), user.userName()));
        }
        return names;
    }

    /** The room as this user sees it. */
    RoomSnapshot snapshot(
            Room room, RoomUser self, @Nullable String resumeKey, boolean hearsUsers, @Nullable Integer graceSeconds) {
        Map<Boolean, List<LiveStream>> own = streams.getOrDefault(room.key(), List.of()).stream()
                .collect(Collectors.partitioningBy(stream -> stream.stayId() == self.stayId()));
        return new RoomSnapshot(
                room.key(),
                room.callId(),
                self.stayId(),
                UserView.of(self),
                resumeKey,
                room.eventSeq(),
                hearsUsers ? others(self) : List.of(),
                own.getOrDefault(false, List.of()).stream().map(this::view).toList(),
                own.getOrDefault(true, List.of()).stream()
                        .map(LiveStream::streamId)
                        .toList(),
                infos.get(room.key()),
                self.rights().expiresAt(),
                graceSeconds);
    }

    private List<UserView> others(RoomUser self) {
        return users.getOrDefault(self.room(), List.of()).stream()
                .filter(user -> user.stayId() != self.stayId())
                .limit(RoomSnapshot.MOST_USERS)
                .map(UserView::of)
                .toList();
    }

    private StreamView view(LiveStream stream) {
        String name = names.getOrDefault(stream.room(), Map.of()).getOrDefault(stream.userId(), "");
        return new StreamView(stream.streamId(), new UserView(stream.userId(), name), stream.extraInfo());
    }
}

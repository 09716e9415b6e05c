package io.parley.ejb.room;

import io.parley.ejb.room.LockedStays.LockedStay;
import io.parley.ejb.room.MessageRateLimiter.Kind;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.UserId;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.Room;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Messages from user to user. Broadcasts and commands are events of the room: numbered, recorded, told after the commit. What they say
 * is recorded only where {@code parley.messages.keep-content} asks for it. Barrages are told and forgotten.
 */
@Stateless
public class MessageService {

    /** In UTF-8 bytes. */
    private static final int MAX_MESSAGE_BYTES = 1_024;

    private static final int MAX_RECIPIENTS = 100;

    private static final AtomicLong BARRAGES = new AtomicLong();

    private final LockedStays lockedStays;
    private final MessageRateLimiter limiter;
    private final RoomRepository rooms;
    private final StayRepository stays;
    private final NodeStatus node;
    private final Clock clock;
    private final AfterCommitEvents events;
    private final RoomEvents roomEvents;
    private final int broadcastsPerUser;
    private final int broadcastsPerRoom;
    private final int barragesPerUser;
    private final int barragesPerRoom;
    private final int commandsPerUser;
    private final int commandsToAllPerUser;
    private final int commandsPerRoom;

    @Inject
    public MessageService(
            LockedStays lockedStays,
            MessageRateLimiter limiter,
            RoomRepository rooms,
            StayRepository stays,
            NodeStatus node,
            Clock clock,
            AfterCommitEvents events,
            RoomEvents roomEvents,
            @ConfigProperty(name = "parley.messages.broadcasts-per-user", defaultValue = "2") int broadcastsPerUser,
            @ConfigProperty(name = "parley.messages.broadcasts-per-room", defaultValue = "50") int broadcastsPerRoom,
            @ConfigProperty(name = "parley.messages.barrages-per-user", defaultValue = "20") int barragesPerUser,
            @ConfigProperty(name = "parley.messages.barrages-per-room", defaultValue = "200") int barragesPerRoom,
            @ConfigProperty(name = "parley.messages.commands-per-user", defaultValue = "20") int commandsPerUser,
            @ConfigProperty(name = "parley.messages.commands-to-all-per-user", defaultValue = "10")
                    int commandsToAllPerUser,
            @ConfigProperty(name = "parley.messages.commands-per-room", defaultValue = "200") int commandsPerRoom) {
        this.lockedStays = lockedStays;
        this.limiter = limiter;
        this.rooms = rooms;
        this.stays = stays;
        this.node = node;
        this.clock = clock;
        this.events = events;
        this.roomEvents = roomEvents;
        this.broadcastsPerUser = broadcastsPerUser;
        this.broadcastsPerRoom = broadcastsPerRoom;
        this.barragesPerUser = barragesPerUser;
        this.barragesPerRoom = barragesPerRoom;
        this.commandsPerUser = commandsPerUser;
        this.commandsToAllPerUser = commandsToAllPerUser;
        this.commandsPerRoom = commandsPerRoom;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public MessageService() {
        this(null, null, null, null, null, null, null, null, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Tells everybody else in the room.
     *
     * @return the message's number, which no other message has
     */
    public long broadcast(long stayId, @Nullable String message) {
        String text = requireText(message);
        RoomUser stay = lockedStays.find(stayId);
        limiter.count(
                Kind.BROADCAST,
                stay.room(),
                stay.userId(),
                broadcastsPerUser,
                broadcastsPerRoom,
                Refusal.BROADCAST_RATE);
        LockedStay sender = lockedStays.lock(stay);
        Room room = sender.room();
        long id = rooms.nextMessageId();
        roomEvents.publish(
                room,
                new RoomEvent.BroadcastSent(
                        room.key(),
                        room.sessionId(),
                        room.nextSeq(),
                        id,
                        UserView.of(sender.stay()),
                        text,
                        clock.instant()));
        return id;
    }

    /**
     * Tells everybody else in the room who can be told just now.
     *
     * @return the message's name, which no other message has
     */
    public String barrage(long stayId, @Nullable String message) {
        String text = requireText(message);
        RoomUser stay = lockedStays.find(stayId);
        limiter.count(Kind.BARRAGE, stay.room(), stay.userId(), barragesPerUser, barragesPerRoom, Refusal.MESSAGE_RATE);
        Instant now = clock.instant();
        String id = node.nodeId() + "_" + now.toEpochMilli() + "_" + BARRAGES.incrementAndGet();
        events.publish(new Barrage(stay.room(), stayId, id, UserView.of(stay), text, now));
        return id;
    }

    /**
     * Tells some of the others in the room, or all.
     *
     * @param toUsers who shall hear it, empty for everybody
     * @return those of the named who are not inside and do not hear it
     */
    public List<String> command(long stayId, @Nullable String message, @Nullable List<String> toUsers) {
        String text = requireText(message);
        Set<String> recipients = requireRecipients(toUsers);
        RoomUser stay = lockedStays.find(stayId);
        boolean all = recipients.isEmpty();
        limiter.count(
                all ? Kind.COMMAND_TO_ALL : Kind.COMMAND,
                stay.room(),
                stay.userId(),
                all ? commandsToAllPerUser : commandsPerUser,
                commandsPerRoom,
                Refusal.MESSAGE_RATE);
        LockedStay sender = lockedStays.lock(stay);
        Set<String> present = all ? Set.of() : stays.present(stay.room(), recipients);
        if (all || !present.isEmpty()) {
            Room room = sender.room();
            roomEvents.publish(
                    room,
                    new RoomEvent.CommandSent(
                            room.key(),
                            room.sessionId(),
                            room.nextSeq(),
                            UserView.of(sender.stay()),
                            List.copyOf(recipients),
                            present,
                            text,
                            clock.instant()));
        }
        return recipients.stream().filter(user -> !present.contains(user)).toList();
    }

    private static String requireText(@Nullable String message) {
        if (message == null || message.isEmpty()) {
            throw new Refused(Refusal.MESSAGE_EMPTY);
        }
        if (message.length() > MAX_MESSAGE_BYTES
                || message.getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
            throw new Refused(Refusal.MESSAGE_TOO_LONG);
        }
        return message;
    }

    /** In the order given, each once. */
    private static Set<String> requireRecipients(@Nullable List<String> toUsers) {
        if (toUsers == null) {
            return Set.of();
        }
        if (toUsers.size() > MAX_RECIPIENTS) {
            throw new Refused(Refusal.MESSAGE_RECIPIENTS_WRONG);
        }
        Set<String> recipients = new LinkedHashSet<>();
        for (String user : toUsers) {
            try {
                recipients.add(UserId.of(user).value());
            } catch (Refused e) {
                throw new Refused(Refusal.MESSAGE_RECIPIENTS_WRONG, e.detail());
            }
        }
        return recipients;
    }
}

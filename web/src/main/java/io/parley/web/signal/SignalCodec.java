package io.parley.web.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.parley.ejb.room.Barrage;
import io.parley.ejb.room.RoomEvent;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayEvent;
import io.parley.ejb.room.StreamView;
import io.parley.ejb.room.UserView;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.room.RoomInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text to message and back, and what happened into what clients are told. Strict: what is not in the protocol is an error. */
final class SignalCodec {

    /** Characters of the longest heartbeat, with room to spare. */
    private static final int SHORT = 256;

    /** The text was not a message of the protocol. */
    static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient boolean hopeless;
        private final long requestId;

        Undecodable(String message, boolean hopeless, long requestId) {
            super(message, null, false, false);
            this.hopeless = hopeless;
            this.requestId = requestId;
        }

        /** Not even a JSON object: the connection ends. */
        boolean isHopeless() {
            return hopeless;
        }

        long requestId() {
            return requestId;
        }
    }

    private static final int MAX_DEPTH = 8;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    static {
        // A number or a flag is not a text, even if it could be written as one.
        JSON.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private SignalCodec() {}

    /** Tells whether a text is so short that decoding it costs an I/O thread nothing. Heartbeats are. */
    static boolean isShort(String text) {
        return text.length() <= SHORT && text.contains("\"heartbeat\"");
    }

    static ClientMessage decode(String text) throws Undecodable {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Undecodable("not JSON", true, 0);
        }
        if (tree == null || !tree.isObject()) {
            throw new Undecodable("not a JSON object", true, 0);
        }
        JsonNode id = tree.get("requestId");
        long requestId = id != null && id.isIntegralNumber() && id.canConvertToLong() ? id.longValue() : 0;
        try {
            ClientMessage message = JSON.treeToValue(tree, ClientMessage.class);
            if (message.requestId() < 1) {
                throw new Undecodable("requestId must be a positive integer", false, 0);
            }
            return message;
        } catch (JsonProcessingException e) {
            throw new Undecodable(
                    "unknown type, or a field is missing, unknown or of the wrong kind", false, requestId);
        }
    }

    static String encode(ServerMessage message) {
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode " + message.getClass(), e);
        }
    }

    static ServerMessage.User user(UserView user) {
        return new ServerMessage.User(user.userId(), user.userName());
    }

    static ServerMessage.Stream stream(StreamView stream) {
        return new ServerMessage.Stream(stream.streamId(), user(stream.user()), stream.extraInfo());
    }

    static List<ServerMessage.User> users(RoomSnapshot room) {
        return room.users().stream().map(SignalCodec::user).toList();
    }

    static List<ServerMessage.Stream> streams(RoomSnapshot room) {
        return room.streams().stream().map(SignalCodec::stream).toList();
    }

    static ServerMessage.LoggedIn loggedIn(
            long requestId, RoomSnapshot room, boolean resumed, long heartbeatMs, long graceMs) {
        Instant expires = room.tokenExpiresAt();
        String resumeKey = room.resumeKey();
        return new ServerMessage.LoggedIn(
                requestId,
                room.room().roomId(),
                resumed,
                room.call().toString(),
                resumeKey == null ? "" : resumeKey,
                room.seq(),
                heartbeatMs,
                graceMs,
                expires == null ? 0 : expires.toEpochMilli(),
                users(room),
                streams(room),
                room.ownStreams(),
                infos(room));
    }

    static ServerMessage.Snapshot snapshot(RoomSnapshot room) {
        return new ServerMessage.Snapshot(
                room.room().roomId(), room.seq(), users(room), streams(room), room.ownStreams(), infos(room));
    }

    private static List<ServerMessage.Info> infos(RoomSnapshot room) {
        RoomInfo info = room.extraInfo();
        return info == null ? List.of() : List.of(info(info));
    }

    private static ServerMessage.Info info(RoomInfo info) {
        return new ServerMessage.Info(
                info.key(),
                info.value(),
                new ServerMessage.User(info.userId(), info.userName()),
                info.updatedAt().toEpochMilli());
    }

    static ServerMessage barrage(Barrage barrage) {
        return new ServerMessage.Barrage(
                barrage.room().roomId(),
                barrage.messageId(),
                user(barrage.from()),
                barrage.text(),
                barrage.sentAt().toEpochMilli());
    }

    static ServerMessage refused(long requestId, Refusal refusal) {
        return new ServerMessage.RefusedMessage(requestId, refusal.code(), refusal.name(), refusal.message());
    }

    static ServerMessage event(RoomEvent event) {
        String room = event.room().roomId();
        if (event instanceof RoomEvent.UserAdded added) {
            return new ServerMessage.UserAdded(room, added.seq(), user(added.user()));
        } else if (event instanceof RoomEvent.UserRemoved removed) {
            return new ServerMessage.UserRemoved(
                    room, removed.seq(), user(removed.user()), removed.reason().name());
        } else if (event instanceof RoomEvent.StreamAdded added) {
            return new ServerMessage.StreamAdded(room, added.seq(), stream(added.stream()));
        } else if (event instanceof RoomEvent.StreamRemoved removed) {
            return new ServerMessage.StreamRemoved(
                    room,
                    removed.seq(),
                    stream(removed.stream()),
                    removed.reason().name());
        } else if (event instanceof RoomEvent.BroadcastSent sent) {
            return new ServerMessage.Broadcast(
                    room,
                    sent.seq(),
                    sent.messageId(),
                    user(sent.from()),
                    sent.text(),
                    sent.sentAt().toEpochMilli());
        } else if (event instanceof RoomEvent.CommandSent sent) {
            return new ServerMessage.Command(
                    room,
                    sent.seq(),
                    user(sent.from()),
                    sent.text(),
                    sent.sentAt().toEpochMilli());
        } else if (event instanceof RoomEvent.RoomInfoChanged changed) {
            return new ServerMessage.RoomExtraInfo(room, changed.seq(), info(changed.info()));
        } else if (event instanceof RoomEvent.StreamInfoChanged changed) {
            return new ServerMessage.StreamExtraInfo(room, changed.seq(), stream(changed.stream()));
        }
        throw new IllegalArgumentException("not an event of the protocol: " + event);
    }

    /** The message to a user about its own stream or player. */
    static ServerMessage state(String room, StayEvent event) {
        if (event instanceof StayEvent.PublishState state) {
            return new ServerMessage.PublishState(
                    room,
                    state.streamId(),
                    state.live() ? "PUBLISHING" : "NO_PUBLISH",
                    publishCode(state.reason()),
                    name(state.reason()),
                    state.note().isEmpty() ? null : state.note());
        } else if (event instanceof StayEvent.PlayState state) {
            return new ServerMessage.PlayState(
                    room,
                    state.streamId(),
                    state.live() ? "PLAYING" : "NO_PLAY",
                    playCode(state.reason()),
                    name(state.reason()));
        }
        throw new IllegalArgumentException("not a state: " + event);
    }

    /** @param note what an administrator says about it, or empty */
    static ServerMessage.KickedOut kickedOut(String room, EndReason reason, String note) {
        return switch (reason) {
            case REPLACED_BY_LOGIN -> kickedOut(room, Refusal.REPLACED_BY_LOGIN, reason, note);
            case KICKED, ROOM_CLOSED, BANNED -> kickedOut(room, Refusal.KICKED, reason, note);
            case ROOM_TIME_UP -> kickedOut(room, Refusal.ROOM_TIME_UP, reason, note);
            case TOKEN_EXPIRED -> kickedOut(room, StateCode.STAY_TOKEN_EXPIRED, reason, note);
            default -> kickedOut(room, StateCode.STAY_LOST, reason, note);
        };
    }

    private static ServerMessage.KickedOut kickedOut(String room, Refusal refusal, EndReason reason, String note) {
        return kickedOut(room, refusal.code(), reason, note.isEmpty() ? refusal.message() : note);
    }

    private static ServerMessage.KickedOut kickedOut(String room, StateCode state, EndReason reason, String note) {
        return kickedOut(room, state.code(), reason, note.isEmpty() ? state.message() : note);
    }

    private static ServerMessage.KickedOut kickedOut(String room, int code, EndReason reason, String message) {
        return new ServerMessage.KickedOut(room, code, reason.name(), message);
    }

    private static String name(@Nullable EndReason reason) {
        return reason == null ? "" : reason.name();
    }

    private static int publishCode(@Nullable EndReason reason) {
        if (reason == null) {
            return 0;
        }
        return switch (reason) {
            case PUBLISHER_STOPPED, UNPUBLISHED, TAKEN_OVER, STAY_ENDED, LOGOUT -> 0;
            case MEDIA_CONNECTION_LOST, MEDIA_TIMEOUT, PROTOCOL_ERROR -> StateCode.PUBLISH_CONNECTION_LOST.code();
            case STREAM_STOPPED, BANNED -> Refusal.PUBLISH_BANNED.code();
            default -> StateCode.PUBLISH_INTERRUPTED.code();
        };
    }

    private static int playCode(@Nullable EndReason reason) {
        if (reason == null) {
            return 0;
        }
        return switch (reason) {
            case PLAYER_STOPPED, STREAM_ENDED, STAY_ENDED, LOGOUT -> 0;
            default -> StateCode.PLAY_INTERRUPTED.code();
        };
    }
}

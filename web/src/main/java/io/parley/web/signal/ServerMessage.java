package io.parley.web.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages to clients. One record per message of docs/protocol/signalling.md. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.LoggedIn.class, name = "loggedIn"),
    @JsonSubTypes.Type(value = ServerMessage.LoggedOut.class, name = "loggedOut"),
    @JsonSubTypes.Type(value = ServerMessage.HeartbeatAck.class, name = "heartbeatAck"),
    @JsonSubTypes.Type(value = ServerMessage.PublishGranted.class, name = "publishGranted"),
    @JsonSubTypes.Type(value = ServerMessage.Unpublished.class, name = "unpublished"),
    @JsonSubTypes.Type(value = ServerMessage.PlayGranted.class, name = "playGranted"),
    @JsonSubTypes.Type(value = ServerMessage.RefusedMessage.class, name = "refused"),
    @JsonSubTypes.Type(value = ServerMessage.ErrorMessage.class, name = "error"),
    @JsonSubTypes.Type(value = ServerMessage.UserAdded.class, name = "userAdded"),
    @JsonSubTypes.Type(value = ServerMessage.UserRemoved.class, name = "userRemoved"),
    @JsonSubTypes.Type(value = ServerMessage.StreamAdded.class, name = "streamAdded"),
    @JsonSubTypes.Type(value = ServerMessage.StreamRemoved.class, name = "streamRemoved"),
    @JsonSubTypes.Type(value = ServerMessage.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = ServerMessage.PublishState.class, name = "publishState"),
    @JsonSubTypes.Type(value = ServerMessage.PlayState.class, name = "playState"),
    @JsonSubTypes.Type(value = ServerMessage.KickedOut.class, name = "kickedOut"),
    @JsonSubTypes.Type(value = ServerMessage.BroadcastSent.class, name = "broadcastSent"),
    @JsonSubTypes.Type(value = ServerMessage.BarrageSent.class, name = "barrageSent"),
    @JsonSubTypes.Type(value = ServerMessage.CommandSent.class, name = "commandSent"),
    @JsonSubTypes.Type(value = ServerMessage.ExtraInfoSet.class, name = "extraInfoSet"),
    @JsonSubTypes.Type(value = ServerMessage.TokenRenewed.class, name = "tokenRenewed"),
    @JsonSubTypes.Type(value = ServerMessage.QualityReported.class, name = "qualityReported"),
    @JsonSubTypes.Type(value = ServerMessage.Broadcast.class, name = "broadcast"),
    @JsonSubTypes.Type(value = ServerMessage.Barrage.class, name = "barrage"),
    @JsonSubTypes.Type(value = ServerMessage.Command.class, name = "command"),
    @JsonSubTypes.Type(value = ServerMessage.RoomExtraInfo.class, name = "roomExtraInfo"),
    @JsonSubTypes.Type(value = ServerMessage.StreamExtraInfo.class, name = "streamExtraInfo"),
    @JsonSubTypes.Type(value = ServerMessage.TokenWillExpire.class, name = "tokenWillExpire"),
    @JsonSubTypes.Type(value = ServerMessage.UserCount.class, name = "userCount")
})
public sealed interface ServerMessage {

    record User(String userID, String userName) {}

    record Stream(String streamID, User user, String extraInfo) {}

    /** A key of the room, who wrote its value last, and when. */
    record Info(String key, String value, User updateUser, long updateTime) {}

    record LoggedIn(
            long requestId,
            String roomID,
            boolean resumed,
            String callID,
            String resumeKey,
            long seq,
            long heartbeatMs,
            long graceMs,
            long tokenExpiresAt,
            List<User> users,
            List<Stream> streams,
            List<String> ownStreams,
            List<Info> roomExtraInfo)
            implements ServerMessage {}

    record LoggedOut(long requestId) implements ServerMessage {}

    record HeartbeatAck(long requestId, long seq) implements ServerMessage {}

    record PublishGranted(long requestId, String streamID, String rtmp, String wsFlv) implements ServerMessage {}

    record Unpublished(long requestId, String streamID) implements ServerMessage {}

    record PlayGranted(long requestId, String streamID, boolean live, String rtmp, String flv, String wsFlv)
            implements ServerMessage {}

    record RefusedMessage(long requestId, int code, String refusal, String message) implements ServerMessage {}

    record ErrorMessage(long requestId, String message) implements ServerMessage {}

    record UserAdded(String roomID, long seq, User user) implements ServerMessage {}

    record UserRemoved(String roomID, long seq, User user, String reason) implements ServerMessage {}

    record StreamAdded(String roomID, long seq, Stream stream) implements ServerMessage {}

    record StreamRemoved(String roomID, long seq, Stream stream, String reason) implements ServerMessage {}

    record Snapshot(
            String roomID,
            long seq,
            List<User> users,
            List<Stream> streams,
            List<String> ownStreams,
            List<Info> roomExtraInfo)
            implements ServerMessage {}

    /** The message is what an administrator says about it, absent where none does. */
    record PublishState(
            String roomID,
            String streamID,
            String state,
            int code,
            String reason,
            @Nullable String message) implements ServerMessage {}

    record PlayState(String roomID, String streamID, String state, int code, String reason) implements ServerMessage {}

    record KickedOut(String roomID, int code, String reason, String message) implements ServerMessage {}

    record BroadcastSent(long requestId, long messageID) implements ServerMessage {}

    record BarrageSent(long requestId, String messageID) implements ServerMessage {}

    record CommandSent(long requestId, List<String> absent) implements ServerMessage {}

    record ExtraInfoSet(long requestId) implements ServerMessage {}

    record TokenRenewed(long requestId, long tokenExpiresAt) implements ServerMessage {}

    record QualityReported(long requestId) implements ServerMessage {}

    record Broadcast(String roomID, long seq, long messageID, User fromUser, String text, long sendTime)
            implements ServerMessage {}

    record Barrage(String roomID, String messageID, User fromUser, String text, long sendTime)
            implements ServerMessage {}

    record Command(String roomID, long seq, User fromUser, String text, long sendTime) implements ServerMessage {}

    record RoomExtraInfo(String roomID, long seq, Info info) implements ServerMessage {}

    record StreamExtraInfo(String roomID, long seq, Stream stream) implements ServerMessage {}

    record TokenWillExpire(String roomID, long tokenExpiresAt) implements ServerMessage {}

    record UserCount(String roomID, int count) implements ServerMessage {}
}

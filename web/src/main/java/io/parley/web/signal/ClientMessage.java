package io.parley.web.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages from clients. One record per message of docs/protocol/signalling.md. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClientMessage.Login.class, name = "login"),
    @JsonSubTypes.Type(value = ClientMessage.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = ClientMessage.Logout.class, name = "logout"),
    @JsonSubTypes.Type(value = ClientMessage.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = ClientMessage.Publish.class, name = "publish"),
    @JsonSubTypes.Type(value = ClientMessage.Unpublish.class, name = "unpublish"),
    @JsonSubTypes.Type(value = ClientMessage.Play.class, name = "play"),
    @JsonSubTypes.Type(value = ClientMessage.SendBroadcast.class, name = "sendBroadcast"),
    @JsonSubTypes.Type(value = ClientMessage.SendBarrage.class, name = "sendBarrage"),
    @JsonSubTypes.Type(value = ClientMessage.SendCommand.class, name = "sendCommand"),
    @JsonSubTypes.Type(value = ClientMessage.SetRoomExtraInfo.class, name = "setRoomExtraInfo"),
    @JsonSubTypes.Type(value = ClientMessage.SetStreamExtraInfo.class, name = "setStreamExtraInfo"),
    @JsonSubTypes.Type(value = ClientMessage.RenewToken.class, name = "renewToken"),
    @JsonSubTypes.Type(value = ClientMessage.QualityReport.class, name = "qualityReport")
})
public sealed interface ClientMessage {

    /** Chosen by the client, repeated in the answer. */
    long requestId();

    /** The kind and version of the client. */
    record ClientInfo(@Nullable String kind, @Nullable String version) {}

    record Login(
            long requestId,
            long appID,
            @Nullable String roomID,
            @Nullable String token,
            @Nullable String userID,
            @Nullable String userName,
            boolean userUpdate,
            @Nullable Integer maxMemberCount,
            @Nullable ClientInfo client)
            implements ClientMessage {

        /** Leaves the token out. */
        @Override
        public String toString() {
            return "Login[" + appID + "]";
        }
    }

    record Resume(
            long requestId,
            long appID,
            @Nullable String roomID,
            @Nullable String userID,
            @Nullable String resumeKey,
            boolean userUpdate,
            @Nullable Long seq)
            implements ClientMessage {

        /** Leaves the key out. */
        @Override
        public String toString() {
            return "Resume[" + appID + "]";
        }
    }

    record Logout(long requestId) implements ClientMessage {}

    record Heartbeat(long requestId) implements ClientMessage {}

    record Publish(
            long requestId,
            @Nullable String streamID,
            @Nullable String extraInfo) implements ClientMessage {}

    record Unpublish(long requestId, @Nullable String streamID) implements ClientMessage {}

    record Play(long requestId, @Nullable String streamID) implements ClientMessage {}

    /** Requests that only a user in a room may make; answered by the {@link ChatMessageHandler}. */
    sealed interface OfStay extends ClientMessage {}

    record SendBroadcast(long requestId, @Nullable String text) implements OfStay {}

    record SendBarrage(long requestId, @Nullable String text) implements OfStay {}

    record SendCommand(
            long requestId, @Nullable String text, @Nullable List<String> toUserIDs) implements OfStay {}

    record SetRoomExtraInfo(
            long requestId, @Nullable String key, @Nullable String value) implements OfStay {}

    record SetStreamExtraInfo(
            long requestId,
            @Nullable String streamID,
            @Nullable String extraInfo) implements OfStay {}

    /** Statistics of one stream; a direction is publish or play. */
    record StreamQuality(
            @Nullable String streamID,
            @Nullable String direction,
            long bytes,
            long frames,
            long audioGapMs,
            long videoGapMs,
            @Nullable Integer rttMs) {}

    record QualityReport(
            long requestId, long windowMs, @Nullable List<@Nullable StreamQuality> streams) implements OfStay {}

    record RenewToken(long requestId, @Nullable String token) implements OfStay {

        /** Leaves the token out. */
        @Override
        public String toString() {
            return "RenewToken";
        }
    }
}

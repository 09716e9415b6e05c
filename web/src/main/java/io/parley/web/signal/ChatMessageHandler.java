package io.parley.web.signal;

import io.parley.ejb.quality.ClientReports;
import io.parley.ejb.room.ExtraInfoService;
import io.parley.ejb.room.MessageService;
import io.parley.ejb.room.TokenRenewal;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.quality.MediaSide;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what users say to each other and about what they do, new tokens, and how their media is doing. */
@ApplicationScoped
public class ChatMessageHandler {

    private final MessageService messages;
    private final ExtraInfoService infos;
    private final TokenRenewal tokens;
    private final ClientReports quality;

    @Inject
    public ChatMessageHandler(
            MessageService messages, ExtraInfoService infos, TokenRenewal tokens, ClientReports quality) {
        this.messages = messages;
        this.infos = infos;
        this.tokens = tokens;
        this.quality = quality;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected ChatMessageHandler() {
        this(null, null, null, null);
    }

    void answer(SignalSession session, long stay, ClientMessage.OfStay message) {
        long id = message.requestId();
        if (message instanceof ClientMessage.SendBroadcast broadcast) {
            session.send(new ServerMessage.BroadcastSent(id, messages.broadcast(stay, broadcast.text())));
        } else if (message instanceof ClientMessage.SendBarrage barrage) {
            session.send(new ServerMessage.BarrageSent(id, messages.barrage(stay, barrage.text())));
        } else if (message instanceof ClientMessage.SendCommand command) {
            session.send(
                    new ServerMessage.CommandSent(id, messages.command(stay, command.text(), command.toUserIDs())));
        } else if (message instanceof ClientMessage.SetRoomExtraInfo info) {
            infos.setRoom(stay, info.key(), info.value());
            session.send(new ServerMessage.ExtraInfoSet(id));
        } else if (message instanceof ClientMessage.SetStreamExtraInfo info) {
            infos.setStream(stay, StreamId.of(info.streamID()), info.extraInfo());
            session.send(new ServerMessage.ExtraInfoSet(id));
        } else if (message instanceof ClientMessage.RenewToken renewal) {
            Instant expires = tokens.renew(stay, renewal.token(), session.address());
            session.tokenExpires(expires);
            session.send(new ServerMessage.TokenRenewed(id, expires == null ? 0 : expires.toEpochMilli()));
        } else if (message instanceof ClientMessage.QualityReport report) {
            quality.take(stay, report.windowMs(), claims(report));
            session.send(new ServerMessage.QualityReported(id));
        }
    }

    private static List<ClientReports.Claim> claims(ClientMessage.QualityReport report) {
        List<ClientReports.Claim> claims = new ArrayList<>();
        List<ClientMessage.@Nullable StreamQuality> streams = report.streams();
        for (ClientMessage.StreamQuality each : streams == null ? List.<ClientMessage.StreamQuality>of() : streams) {
            if (each == null) {
                throw new Refused(Refusal.ARGUMENT_WRONG, "streams has a null");
            }
            claims.add(new ClientReports.Claim(
                    StreamId.of(each.streamID()),
                    side(each.direction()),
                    each.bytes(),
                    each.frames(),
                    each.audioGapMs(),
                    each.videoGapMs(),
                    each.rttMs() == null ? 0 : each.rttMs()));
        }
        return claims;
    }

    private static MediaSide side(@Nullable String direction) {
        return switch (direction == null ? "" : direction) {
            case "publish" -> MediaSide.PUBLISH;
            case "play" -> MediaSide.PLAY;
            default -> throw new Refused(Refusal.ARGUMENT_WRONG, "direction must be publish or play");
        };
    }
}

package io.parley.web.signal;

import io.parley.ejb.room.ExtraInfoService;
import io.parley.ejb.room.MessageService;
import io.parley.ejb.room.TokenRenewal;
import io.parley.persistence.id.StreamId;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Answers what users say to each other and about what they do, and new tokens. */
@ApplicationScoped
public class MessageDesk {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private MessageService messages;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private ExtraInfoService infos;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private TokenRenewal tokens;

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
            Instant expires = tokens.renew(stay, renewal.token());
            session.tokenExpires(expires);
            session.send(new ServerMessage.TokenRenewed(id, expires == null ? 0 : expires.toEpochMilli()));
        }
    }
}

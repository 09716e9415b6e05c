package io.parley.web.signal;

import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.stream.GrantService;
import io.parley.ejb.stream.MediaAddress;
import io.parley.ejb.stream.StreamService;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.StreamId;
import io.parley.web.log.WebLogger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Answers the messages of all connections: each is one call of one service method. */
@ApplicationScoped
public class SignalMessageHandler {

    private static final WebLogger LOG = WebLogger.of(SignalMessageHandler.class);

    private static final int MAX_MESSAGES_PER_SECOND = 30;

    /** Of messages that have their answer at once. */
    static final CompletionStage<?> ANSWERED = CompletableFuture.completedStage(null);

    private final StreamService streams;
    private final GrantService grants;
    private final LoginHandler logins;
    private final ChatMessageHandler messages;
    private final UnauthenticatedSessions unauthenticated;
    private final SignalThreads threads;

    @Inject
    public SignalMessageHandler(
            StreamService streams,
            GrantService grants,
            LoginHandler logins,
            ChatMessageHandler messages,
            UnauthenticatedSessions unauthenticated,
            SignalThreads threads) {
        this.streams = streams;
        this.grants = grants;
        this.logins = logins;
        this.messages = messages;
        this.unauthenticated = unauthenticated;
        this.threads = threads;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected SignalMessageHandler() {
        this(null, null, null, null, null, null);
    }

    SignalSession opened(Session socket, String address) {
        SignalSession session = new SignalSession(socket, address, MonotonicClock.now());
        session.receiveIn(new InboundQueue(
                turn -> {
                    if (session.stay() == null) {
                        threads.enter(turn);
                    } else {
                        threads.inside(turn);
                    }
                },
                text -> decode(session, text)));
        SignalSession oldest = unauthenticated.add(session);
        if (oldest != null) {
            oldest.close(CloseCodes.reason(CloseCodes.TRY_LATER, "too many connections without a login"));
        }
        return session;
    }

    /** Something has arrived; on the I/O thread. */
    void heard(SignalSession session) {
        session.heard(MonotonicClock.now());
    }

    /** A message has arrived whole; on the I/O thread. Heartbeats of those inside need no other one, unless messages wait before them. */
    void arrived(SignalSession session, String text) {
        if (session.stay() != null && !session.isBeingServed() && SignalCodec.isShort(text)) {
            if (decodedHeartbeat(text) instanceof ClientMessage.Heartbeat heartbeat) {
                session.send(
                        session.count(MonotonicClock.now(), MAX_MESSAGES_PER_SECOND)
                                ? new ServerMessage.HeartbeatAck(heartbeat.requestId(), session.seq())
                                : SignalCodec.refused(heartbeat.requestId(), Refusal.TOO_MANY));
                return;
            }
        }
        InboundQueue inbound = session.inbox();
        try {
            if (inbound != null && !inbound.offer(text)) {
                session.close(CloseCodes.reason(CloseCodes.TRY_LATER, "too many messages wait"));
            }
        } catch (RejectedExecutionException e) {
            session.close(CloseCodes.reason(CloseCodes.GOING_AWAY, "the server stops"));
        }
    }

    private static @Nullable ClientMessage decodedHeartbeat(String text) {
        try {
            return SignalCodec.decode(text);
        } catch (SignalCodec.Undecodable e) {
            return null; // the inbox says why
        }
    }

    private CompletionStage<?> decode(SignalSession session, String text) {
        try {
            return received(session, SignalCodec.decode(text));
        } catch (SignalCodec.Undecodable e) {
            if (e.isHopeless()) {
                session.close(CloseCodes.reason(CloseCodes.NOT_JSON, "not a JSON object"));
            } else {
                session.send(new ServerMessage.ErrorMessage(e.requestId(), String.valueOf(e.getMessage())));
            }
            return ANSWERED;
        }
    }

    /** @return complete when the message has its answer; the connection's next one waits for that */
    CompletionStage<?> received(SignalSession session, ClientMessage message) {
        if (!session.count(MonotonicClock.now(), MAX_MESSAGES_PER_SECOND)) {
            session.send(SignalCodec.refused(message.requestId(), Refusal.TOO_MANY));
            return ANSWERED;
        }
        CompletionStage<?> answer;
        try {
            answer = answer(session, message);
        } catch (RuntimeException e) {
            refuse(session, message, e);
            return ANSWERED;
        }
        return answer.exceptionally(e -> {
            refuse(session, message, LoginHandler.cause(e));
            return null;
        });
    }

    private static void refuse(SignalSession session, ClientMessage message, Throwable why) {
        if (why instanceof Refused refused) {
            session.send(SignalCodec.refused(message.requestId(), refused.refusal()));
            return;
        }
        String incident = UUID.randomUUID().toString();
        LOG.messageFailed(why, incident);
        session.send(SignalCodec.refused(message.requestId(), Refusal.TRY_LATER));
    }

    private CompletionStage<?> answer(SignalSession session, ClientMessage message) {
        if (message instanceof ClientMessage.Login login) {
            return logins.login(session, login);
        }
        if (message instanceof ClientMessage.Logout logout) {
            return logins.logout(session, logout);
        }
        answerNow(session, message);
        return ANSWERED;
    }

    private void answerNow(SignalSession session, ClientMessage message) {
        if (message instanceof ClientMessage.Resume resume) {
            logins.resume(session, resume);
        } else if (message instanceof ClientMessage.Heartbeat heartbeat) {
            session.send(new ServerMessage.HeartbeatAck(heartbeat.requestId(), session.seq()));
        } else if (message instanceof ClientMessage.Publish publish) {
            String extraInfo = publish.extraInfo() == null ? "" : publish.extraInfo();
            StreamId stream = StreamId.of(publish.streamID());
            MediaAddress.Urls urls = grants.grantPublish(stay(session), stream, extraInfo);
            session.send(
                    new ServerMessage.PublishGranted(publish.requestId(), stream.value(), urls.rtmp(), urls.wsFlv()));
        } else if (message instanceof ClientMessage.Unpublish unpublish) {
            StreamId stream = StreamId.of(unpublish.streamID());
            streams.unpublish(stay(session), stream);
            session.send(new ServerMessage.Unpublished(unpublish.requestId(), stream.value()));
        } else if (message instanceof ClientMessage.Play play) {
            StreamId stream = StreamId.of(play.streamID());
            GrantService.PlayGrant grant = grants.grantPlay(stay(session), stream);
            MediaAddress.Urls urls = grant.urls();
            session.send(new ServerMessage.PlayGranted(
                    play.requestId(),
                    stream.value(),
                    grant.live(),
                    urls.rtmp(),
                    Objects.requireNonNull(urls.flv()),
                    urls.wsFlv()));
        } else if (message instanceof ClientMessage.OfStay request) {
            messages.answer(session, stay(session), request);
        }
    }

    void closed(SignalSession session) {
        logins.closed(session);
    }

    void failed(Throwable failure) {
        LOG.connectionFailed(failure);
    }

    private static long stay(SignalSession session) {
        RoomSnapshot stay = session.stay();
        if (stay == null) {
            throw new Refused(Refusal.NOT_LOGGED_IN);
        }
        return stay.stayId();
    }
}

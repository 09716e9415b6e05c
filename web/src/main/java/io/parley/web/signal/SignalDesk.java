package io.parley.web.signal;

import io.parley.ejb.room.LoginRequest;
import io.parley.ejb.room.RoomService;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayEvent;
import io.parley.ejb.room.StayQueue;
import io.parley.ejb.stream.GrantService;
import io.parley.ejb.stream.MediaAddress;
import io.parley.ejb.stream.StreamService;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import io.parley.persistence.room.ClientKind;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.Visitor;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Answers the messages of all connections: each is one call of one service method. */
@ApplicationScoped
public class SignalDesk {

    private static final System.Logger LOG = System.getLogger(SignalDesk.class.getName());

    private static final int MAX_MESSAGES_PER_SECOND = 30;

    /** Of messages that have their answer at once. */
    private static final CompletionStage<?> ANSWERED = CompletableFuture.completedStage(null);

    @EJB
    @SuppressWarnings("NullAway.Init")
    private RoomService rooms;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private StayQueue stays;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private StreamService streams;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private GrantService grants;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private MessageDesk messages;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RecentMessages recent;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SignalSessions sessions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Strangers strangers;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SignalThreads threads;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RoomFanout fanout;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Presence presence;

    @Inject
    @ConfigProperty(name = "parley.heartbeat-seconds", defaultValue = "5")
    private int heartbeatSeconds;

    @Inject
    @ConfigProperty(name = "parley.resumes-per-connection", defaultValue = "3")
    private int resumesPerConnection;

    SignalSession opened(Session socket, String address) {
        SignalSession session = new SignalSession(socket, address, Monotonic.now());
        session.receiveIn(new Inbox(
                turn -> {
                    if (session.stay() == null) {
                        threads.enter(turn);
                    } else {
                        threads.inside(turn);
                    }
                },
                text -> decode(session, text)));
        SignalSession oldest = strangers.add(session);
        if (oldest != null) {
            oldest.close(CloseCodes.reason(CloseCodes.TRY_LATER, "too many connections without a login"));
        }
        return session;
    }

    /** Something has arrived; on the I/O thread. */
    void heard(SignalSession session) {
        session.heard(Monotonic.now());
    }

    /** A message has arrived whole; on the I/O thread. Heartbeats of those inside need no other one, unless messages wait before them. */
    void arrived(SignalSession session, String text) {
        if (session.stay() != null && !session.isBeingServed() && SignalCodec.isShort(text)) {
            if (decodedHeartbeat(text) instanceof ClientMessage.Heartbeat heartbeat) {
                session.send(
                        session.count(Monotonic.now(), MAX_MESSAGES_PER_SECOND)
                                ? new ServerMessage.HeartbeatAck(heartbeat.requestId(), session.seq())
                                : SignalCodec.refused(heartbeat.requestId(), Refusal.TOO_MANY));
                return;
            }
        }
        Inbox inbox = session.inbox();
        try {
            if (inbox != null && !inbox.offer(text)) {
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
        if (!session.count(Monotonic.now(), MAX_MESSAGES_PER_SECOND)) {
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
            refuse(session, message, e instanceof CompletionException wrapped ? wrapped.getCause() : e);
            return null;
        });
    }

    private static void refuse(SignalSession session, ClientMessage message, @Nullable Throwable why) {
        if (why instanceof Refused refused) {
            session.send(SignalCodec.refused(message.requestId(), refused.refusal()));
            return;
        }
        String incident = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "PARLEY2002 incident " + incident, why);
        session.send(SignalCodec.refused(message.requestId(), Refusal.TRY_LATER));
    }

    private CompletionStage<?> answer(SignalSession session, ClientMessage message) {
        if (message instanceof ClientMessage.Login login) {
            return login(session, login);
        }
        if (message instanceof ClientMessage.Logout logout) {
            return logout(session, logout);
        }
        answerNow(session, message);
        return ANSWERED;
    }

    private void answerNow(SignalSession session, ClientMessage message) {
        if (message instanceof ClientMessage.Resume resume) {
            resume(session, resume);
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
            MediaAddress.Urls urls = grants.grantPlay(stay(session), stream);
            session.send(new ServerMessage.PlayGranted(
                    play.requestId(), stream.value(), urls.rtmp(), Objects.requireNonNull(urls.flv()), urls.wsFlv()));
        } else if (message instanceof ClientMessage.OfStay request) {
            messages.answer(session, stay(session), request);
        }
    }

    private CompletionStage<?> login(SignalSession session, ClientMessage.Login login) {
        UserId user = UserId.of(login.userID());
        ClientMessage.ClientInfo client = login.client();
        Visitor visitor = new Visitor(
                user,
                UserName.orId(login.userName(), user),
                kind(client),
                client == null || client.version() == null ? "" : client.version(),
                session.address());
        Integer seats = login.maxMemberCount();
        LoginRequest request = new LoginRequest(
                new AppId(login.appID()),
                RoomId.of(login.roomID()),
                login.token(),
                visitor,
                login.userUpdate(),
                seats == null ? 0 : seats);
        RoomKey room = RoomKey.of(request.app(), request.room());
        requireNoStay(session);
        sessions.enter(room, session);
        CompletionStage<RoomSnapshot> entered;
        try {
            entered = stays.login(request);
        } catch (RuntimeException e) {
            sessions.leave(room, session);
            throw e;
        }
        // Not on the thread of the commit, on which others wait.
        return entered.handleAsync(
                (snapshot, failure) -> {
                    if (snapshot == null) {
                        sessions.leave(room, session);
                        throw new CompletionException(failure);
                    }
                    entered(session, login.requestId(), login.userUpdate(), null, snapshot);
                    return snapshot;
                },
                threads::enter);
    }

    private void resume(SignalSession session, ClientMessage.Resume resume) {
        AppId app = new AppId(resume.appID());
        RoomId roomId = RoomId.of(resume.roomID());
        UserId user = UserId.of(resume.userID());
        RoomKey room = RoomKey.of(app, roomId);
        requireNoStay(session);
        sessions.enter(room, session);
        RoomSnapshot snapshot;
        try {
            snapshot = rooms.resume(app, roomId, user, resume.resumeKey(), session.address(), resume.userUpdate());
        } catch (RuntimeException e) {
            sessions.leave(room, session);
            if (e instanceof Refused refused
                    && refused.refusal() != Refusal.TRY_LATER
                    && session.wrongKey() >= resumesPerConnection) {
                session.send(SignalCodec.refused(resume.requestId(), refused.refusal()));
                session.close(CloseCodes.reason(CloseCodes.WRONG_KEYS, "too many wrong resume keys"));
                return;
            }
            throw e;
        }
        Long from = resume.seq() == null ? Long.valueOf(Long.MAX_VALUE) : resume.seq();
        entered(session, resume.requestId(), resume.userUpdate(), from, snapshot);
    }

    private static void requireNoStay(SignalSession session) {
        if (session.stay() != null) {
            throw new Refused(Refusal.ALREADY_LOGGED_IN);
        }
    }

    /**
     * The user is in. The connection has heard of the room's events since before that was asked, so that nothing can have happened in
     * between unheard.
     *
     * @param resumedFrom the last event the client knows of a stay that it resumes, null for a new one
     */
    private void entered(
            SignalSession session,
            long requestId,
            boolean userUpdate,
            @Nullable Long resumedFrom,
            RoomSnapshot snapshot) {
        RoomKey room = snapshot.room();
        strangers.remove(session);
        long now = Monotonic.now();
        long graceMs = presence.graceMs(snapshot);
        SignalSession old = sessions.ofStay(snapshot.participationId());
        session.begin(
                snapshot,
                userUpdate,
                SignalCodec.loggedIn(
                        requestId, snapshot, resumedFrom != null, TimeUnit.SECONDS.toMillis(heartbeatSeconds), graceMs),
                now);
        if (resumedFrom != null) {
            session.replay(recent.after(room, snapshot.call().roomSessionId(), resumedFrom), resumedFrom);
        }
        StayEvent.StayEnded ended = sessions.link(room, snapshot.participationId(), session, graceMs, now);
        if (ended != null) {
            fanout.dismiss(session, ended);
        } else if (!session.isOpen()) {
            closed(session); // the client did not wait for the answer: it has the grace to come back
        }
        if (old != null && old != session) {
            sessions.leave(room, old);
            old.close(CloseCodes.reason(CloseCodes.GOODBYE, "resumed elsewhere"));
        }
    }

    private CompletionStage<?> logout(SignalSession session, ClientMessage.Logout logout) {
        RoomSnapshot stay = session.stay();
        if (stay == null) {
            sayGoodbye(session, logout);
            return ANSWERED;
        }
        return stays.end(stay.room(), stay.participationId(), EndReason.LOGOUT)
                .thenAcceptAsync(
                        ended -> {
                            sessions.leave(stay.room(), session);
                            sayGoodbye(session, logout);
                        },
                        threads::inside);
    }

    private static void sayGoodbye(SignalSession session, ClientMessage.Logout logout) {
        session.send(new ServerMessage.LoggedOut(logout.requestId()));
        session.close(CloseCodes.reason(CloseCodes.GOODBYE, "goodbye"));
    }

    void closed(SignalSession session) {
        Inbox inbox = session.inbox();
        if (inbox != null) {
            inbox.close();
        }
        strangers.remove(session);
        RoomSnapshot stay = session.stay();
        if (stay != null) {
            sessions.leave(stay.room(), session);
            sessions.away(stay.participationId(), session, Monotonic.now());
        }
    }

    void failed(Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "PARLEY2003 a connection failed: {0}", failure);
    }

    private static long stay(SignalSession session) {
        RoomSnapshot stay = session.stay();
        if (stay == null) {
            throw new Refused(Refusal.NOT_LOGGED_IN);
        }
        return stay.participationId();
    }

    private static ClientKind kind(ClientMessage.@Nullable ClientInfo client) {
        String kind = client == null ? null : client.kind();
        for (ClientKind known : ClientKind.values()) {
            if (known.name().equals(kind) && !known.isWithoutSignalling()) {
                return known;
            }
        }
        return ClientKind.OTHER;
    }
}

package io.parley.web.signal;

import io.parley.ejb.room.LoginRequest;
import io.parley.ejb.room.RoomService;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayCommitQueue;
import io.parley.ejb.room.StayEvent;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import io.parley.persistence.room.ClientKind;
import io.parley.persistence.room.JoiningUser;
import io.parley.persistence.room.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Lets connections come into rooms, come back, and go. */
@ApplicationScoped
class LoginHandler {

    private final RoomService rooms;
    private final StayCommitQueue stays;
    private final RecentMessages recent;
    private final SignalSessions sessions;
    private final UnauthenticatedSessions unauthenticated;
    private final SignalThreads threads;
    private final RoomFanout fanout;
    private final Presence presence;
    private final int heartbeatSeconds;
    private final int resumesPerConnection;

    @Inject
    public LoginHandler(
            RoomService rooms,
            StayCommitQueue stays,
            RecentMessages recent,
            SignalSessions sessions,
            UnauthenticatedSessions unauthenticated,
            SignalThreads threads,
            RoomFanout fanout,
            Presence presence,
            @ConfigProperty(name = "parley.heartbeat-seconds", defaultValue = "5") int heartbeatSeconds,
            @ConfigProperty(name = "parley.resumes-per-connection", defaultValue = "3") int resumesPerConnection) {
        this.rooms = rooms;
        this.stays = stays;
        this.recent = recent;
        this.sessions = sessions;
        this.unauthenticated = unauthenticated;
        this.threads = threads;
        this.fanout = fanout;
        this.presence = presence;
        this.heartbeatSeconds = heartbeatSeconds;
        this.resumesPerConnection = resumesPerConnection;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected LoginHandler() {
        this(null, null, null, null, null, null, null, null, 0, 0);
    }

    CompletionStage<?> login(SignalSession session, ClientMessage.Login login) {
        UserId user = UserId.of(login.userID());
        ClientMessage.ClientInfo client = login.client();
        JoiningUser visitor = new JoiningUser(
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
                        throw new CompletionException(cause(failure));
                    }
                    entered(session, login.requestId(), login.userUpdate(), null, snapshot);
                    return snapshot;
                },
                threads::enter);
    }

    void resume(SignalSession session, ClientMessage.Resume resume) {
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
        unauthenticated.remove(session);
        long now = MonotonicClock.now();
        long graceMs = presence.graceMs(snapshot);
        SignalSession old = sessions.ofStay(snapshot.stayId());
        session.begin(
                snapshot,
                userUpdate,
                SignalCodec.loggedIn(
                        requestId, snapshot, resumedFrom != null, TimeUnit.SECONDS.toMillis(heartbeatSeconds), graceMs),
                now);
        if (resumedFrom != null) {
            session.replay(recent.after(room, snapshot.call().roomSessionId(), resumedFrom), resumedFrom);
        }
        StayEvent.StayEnded ended = sessions.link(room, snapshot.stayId(), session, graceMs, now);
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

    CompletionStage<?> logout(SignalSession session, ClientMessage.Logout logout) {
        RoomSnapshot stay = session.stay();
        if (stay == null) {
            sayGoodbye(session, logout);
            return SignalMessageHandler.ANSWERED;
        }
        return stays.end(stay.room(), stay.stayId(), EndReason.LOGOUT)
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

    /** The connection is gone; its stay has the grace to come back. */
    void closed(SignalSession session) {
        InboundQueue inbound = session.inbox();
        if (inbound != null) {
            inbound.close();
        }
        unauthenticated.remove(session);
        RoomSnapshot stay = session.stay();
        if (stay != null) {
            sessions.leave(stay.room(), session);
            sessions.away(stay.stayId(), session, MonotonicClock.now());
        }
    }

    /** The failure without the wrappings of completed stages. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
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

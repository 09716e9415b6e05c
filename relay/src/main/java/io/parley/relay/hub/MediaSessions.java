package io.parley.relay.hub;

import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaGate;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.statistics.PlayerStatistics;
import io.parley.relay.statistics.StreamStatistics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The publications and playbacks that the gate has accepted, until they have ended, and the players that wait for a publication. Tells
 * the gate of each end. Safe from any thread.
 */
final class MediaSessions {

    private static final Logger LOG = System.getLogger(MediaSessions.class.getName());

    private final MediaGate gate;
    private final Map<Long, MediaSession> publications = new ConcurrentHashMap<>();
    private final Map<Long, MediaSession> playbacks = new ConcurrentHashMap<>();
    private final PendingPlays pendingPlays = new PendingPlays();
    private final LongAdder refused = new LongAdder();

    MediaSessions(MediaGate gate) {
        this.gate = gate;
    }

    /** Players whose publication has not begun. */
    PendingPlays pendingPlays() {
        return pendingPlays;
    }

    /** Adds a session at the moment it was accepted: from now on it can be ended by its id. */
    void accepted(MediaSession session) {
        of(session.kind()).put(session.id(), session);
        LOG.log(Level.INFO, "accepted {0}", session);
        if (session.kind() == MediaSession.Kind.PUBLICATION) {
            pendingPlays.begun(session.request().streamKey());
        }
    }

    /** Counts a request that the gate has refused or not answered. */
    void refused(MediaRequest request, GateRefusal refusal) {
        LOG.log(Level.INFO, "refused {0}: {1}", request, refusal);
        refusedUnasked();
    }

    /** Counts a request that did not get to the gate. */
    void refusedUnasked() {
        refused.increment();
    }

    /** Removes a session and reports its end to the gate. */
    void ended(MediaSession session, MediaEnd end) {
        of(session.kind()).remove(end.id(), session);
        LOG.log(
                Level.INFO,
                () -> "ended " + session + ": " + end.cause() + ", " + end.bytes() + " bytes, " + end.durationMs()
                        + " ms");
        try {
            if (session.kind() == MediaSession.Kind.PUBLICATION) {
                pendingPlays.ended(session.request().streamKey());
                gate.publishEnded(end);
            } else {
                gate.playEnded(end);
            }
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "gate failed at the end of " + session, fault);
        }
    }

    private Map<Long, MediaSession> of(MediaSession.Kind kind) {
        return kind == MediaSession.Kind.PUBLICATION ? publications : playbacks;
    }

    /** Ends a publication by command; false when there is none with this id. */
    boolean closePublication(long id) {
        return close(publications.get(id));
    }

    /** Ends a playback by command; false when there is none with this id. */
    boolean closePlayback(long id) {
        return close(playbacks.get(id));
    }

    private static boolean close(@Nullable MediaSession session) {
        return session != null && session.terminate(EndCause.COMMANDED);
    }

    /** Ends all because the relay stops. */
    void shutDown() {
        // Players first, or some would end because their publisher has.
        playbacks.values().forEach(session -> session.terminate(EndCause.SHUTDOWN));
        publications.values().forEach(session -> session.terminate(EndCause.SHUTDOWN));
    }

    /** Figures of the publications whose stream is open. */
    List<StreamStatistics> streamStatistics(long now) {
        return publications.values().stream()
                .flatMap(session -> Stream.ofNullable(session.streamStatistics(now)))
                .toList();
    }

    /** Figures of the playbacks that have joined their stream. */
    List<PlayerStatistics> playerStatistics(long now) {
        return playbacks.values().stream()
                .flatMap(session -> Stream.ofNullable(session.playerStatistics(now)))
                .toList();
    }

    int publications() {
        return publications.size();
    }

    int playbacks() {
        return playbacks.size();
    }

    /** Requests refused so far. */
    long refused() {
        return refused.sum();
    }
}

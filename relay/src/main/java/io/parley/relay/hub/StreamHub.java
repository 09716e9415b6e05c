package io.parley.relay.hub;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.gate.PublishGate;
import io.parley.relay.record.Recorder;
import io.parley.relay.record.RecordingTask;
import io.parley.relay.statistics.PlayerStatistics;
import io.parley.relay.statistics.StreamStatistics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All live streams of a relay and all sessions its gate has accepted. Safe from any thread. */
public final class StreamHub {

    private static final Logger LOG = System.getLogger(StreamHub.class.getName());

    private final RelayConfig config;
    private final PublishGate gate;
    private final WireFormat canonicalFormat;
    private final LongSupplier ticker;
    private final Map<String, MediaStream> streams = new ConcurrentHashMap<>();
    private final Map<Long, MediaSession> publications = new ConcurrentHashMap<>();
    private final Map<Long, MediaSession> playbacks = new ConcurrentHashMap<>();
    private final Map<EventLoop, EventLoopContext> loops = new ConcurrentHashMap<>();
    private final SegmentPool segments = new SegmentPool();
    private final PendingPlays pendingPlays = new PendingPlays();
    private final LongAdder refused = new LongAdder();
    private final boolean wantsRing;
    private volatile @Nullable Recorder recorder;
    private volatile @Nullable WireFormat recordingFormat;
    private volatile boolean draining;
    private volatile boolean stopping;

    /** Without a ring. */
    public StreamHub(RelayConfig config, PublishGate gate, WireFormat canonicalFormat, LongSupplier ticker) {
        this(config, gate, canonicalFormat, ticker, false);
    }

    /**
     * @param canonicalFormat the format every stream is kept in, players or not
     * @param ticker monotonic nanoseconds
     * @param wantsRing whether players on epoll are sent to by io_uring, where the kernel has it
     */
    public StreamHub(
            RelayConfig config, PublishGate gate, WireFormat canonicalFormat, LongSupplier ticker, boolean wantsRing) {
        this.wantsRing = wantsRing;
        this.config = config;
        this.gate = gate;
        this.canonicalFormat = canonicalFormat;
        this.ticker = ticker;
    }

    /** Publications that the gate wants recorded are, from now on. */
    public void recordBy(Recorder with, WireFormat format) {
        recordingFormat = format;
        recorder = with;
    }

    /** The limits and timings in force. */
    public RelayConfig config() {
        return config;
    }

    /** Monotonic nanoseconds. */
    public long nanoTime() {
        return ticker.getAsLong();
    }

    /** What belongs to this event loop. */
    public EventLoopContext loop(EventLoop eventLoop) {
        return loops.computeIfAbsent(eventLoop, loop -> new EventLoopContext(loop, config, ticker, wantsRing));
    }

    /** What a client asks for. Players are patient. */
    public MediaRequest request(StreamAddress address, MediaProtocol protocol, Channel client) {
        return new MediaRequest(
                address.key(), address.ticket(), protocol, RemoteAddress.of(client), address.firstFrame(), true);
    }

    /** Asks the gate about a publisher; on the peer's loop. */
    public AuthorizationRequest askPublish(MediaRequest request, MediaConnection peer) {
        return ask(MediaSession.Kind.PUBLICATION, request.patient(false), peer);
    }

    /** Asks the gate about a player; on the peer's loop. */
    public AuthorizationRequest askPlay(MediaRequest request, PlayerConnection peer) {
        return ask(MediaSession.Kind.PLAYBACK, request.patient(config.get(RelaySetting.PLAY_WAIT_MS) > 0), peer);
    }

    private AuthorizationRequest ask(MediaSession.Kind kind, MediaRequest request, MediaConnection peer) {
        AuthorizationRequest authorization = new AuthorizationRequest(this, kind, request, peer);
        peer.channel().pipeline().fireUserEventTriggered(ConnectionEvent.GATE_ASKED);
        authorization.ask();
        return authorization;
    }

    /** Puts the question; on the peer's loop. */
    void ask(MediaSession.Kind kind, MediaRequest request, GateReply reply) {
        try {
            if (kind == MediaSession.Kind.PUBLICATION) {
                gate.publishRequested(request, reply);
            } else {
                gate.playRequested(request, reply);
            }
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "gate failed on " + request, fault);
            reply.refuse(GateRefusal.UNAVAILABLE);
        }
    }

    /** Those who wait for a stream to begin. */
    PendingPlays waitingRoom() {
        return pendingPlays;
    }

    /** Opens the stream of an accepted publication; a publisher that is there is replaced. On the peer's loop. */
    public StreamFeed publish(MediaSession session) {
        while (true) {
            MediaStream stream = stream(session);
            if (stream.publish(session)) {
                session.onEnd(() -> stream.unpublish(session));
                EventLoop eventLoop = session.peer().channel().eventLoop();
                StreamFeed feed =
                        new StreamFeed(stream, session, loop(eventLoop).deliveries(), config);
                session.publishes(feed);
                if (session.isRecorded()) {
                    record(stream, session);
                }
                return feed;
            }
        }
    }

    private void record(MediaStream stream, MediaSession session) {
        Recorder with = recorder;
        WireFormat format = recordingFormat;
        if (with == null || format == null) {
            LOG.log(Level.ERROR, "{0} is not recorded: there is no place for recordings", session);
            return;
        }
        RecordingTask recording = stream.record(session, format);
        if (recording != null) {
            with.record(recording);
        }
    }

    /** Joins an accepted playback to its stream, which may not be there yet. On the peer's loop. */
    public Player play(MediaSession session, PlayerConnection peer) {
        while (true) {
            MediaStream stream = stream(session);
            Player player = stream.join(session, peer);
            if (player != null) {
                session.onEnd(player::leave);
                session.plays(player);
                return player;
            }
        }
    }

    private MediaStream stream(MediaSession session) {
        return streams.computeIfAbsent(session.streamName(), key -> {
            segments.inUse(true);
            return new MediaStream(this, key, config, canonicalFormat);
        });
    }

    void remove(MediaStream stream) {
        streams.remove(stream.key(), stream);
        segments.inUse(!streams.isEmpty());
    }

    /** The memory of all streams. */
    SegmentPool segments() {
        return segments;
    }

    MediaSession opened(MediaSession.Kind kind, Grant grant, MediaRequest request, MediaConnection peer) {
        MediaSession session = new MediaSession(this, kind, grant, request, peer);
        sessions(kind).put(grant.id(), session);
        LOG.log(Level.INFO, "accepted {0}", session);
        if (kind == MediaSession.Kind.PUBLICATION) {
            pendingPlays.begun(request.streamKey());
        }
        return session;
    }

    void ended(MediaSession session, MediaEnd end) {
        sessions(session.kind()).remove(end.id(), session);
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

    /** A client's ticket is not in the query of its address: the gate is not asked, and the address not logged. */
    public void refusedTicketInPath(MediaProtocol protocol, Channel client) {
        refused.increment();
        LOG.log(Level.INFO, "refused {0} from {1}: ticket not in the query", protocol, RemoteAddress.of(client));
    }

    void refused(MediaRequest request, GateRefusal refusal) {
        refused.increment();
        LOG.log(Level.INFO, "refused {0}: {1}", request, refusal);
    }

    private Map<Long, MediaSession> sessions(MediaSession.Kind kind) {
        return kind == MediaSession.Kind.PUBLICATION ? publications : playbacks;
    }

    /** Ends a publication by command; false when there is none with this id. */
    public boolean closePublication(long id) {
        MediaSession session = publications.get(id);
        return session != null && session.terminate(EndCause.COMMANDED);
    }

    /** Ends a playback by command; false when there is none with this id. */
    public boolean closePlayback(long id) {
        MediaSession session = playbacks.get(id);
        return session != null && session.terminate(EndCause.COMMANDED);
    }

    /** Nobody comes any more: publishers that are lost are not waited for. */
    public void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Ends everything because the relay stops. */
    public void shutDown() {
        stopping = true;
        // Players first, or some would end because their publisher has.
        playbacks.values().forEach(session -> session.terminate(EndCause.SHUTDOWN));
        publications.values().forEach(session -> session.terminate(EndCause.SHUTDOWN));
    }

    /** Gives back what event loops hold; each on its own, before they stop. */
    public void closeLoops() {
        loops.forEach((eventLoop, loop) -> {
            try {
                eventLoop.submit(() -> loop.deliveries().close()).awaitUninterruptibly();
            } catch (RejectedExecutionException stopped) {
                LOG.log(Level.DEBUG, "event loop stopped before its ring", stopped);
            }
        });
    }

    boolean isStopping() {
        return stopping;
    }

    /** How each publication is doing. */
    public List<StreamStatistics> streamStatistics() {
        long now = nanoTime();
        List<StreamStatistics> all = new ArrayList<>();
        for (MediaSession session : publications.values()) {
            StreamFeed feed = session.feed();
            if (feed != null) {
                all.add(feed.statistics(now));
            }
        }
        return all;
    }

    /** How each playback is doing. */
    public List<PlayerStatistics> playerStatistics() {
        long now = nanoTime();
        List<PlayerStatistics> all = new ArrayList<>();
        for (MediaSession session : playbacks.values()) {
            Player player = session.player();
            if (player != null) {
                all.add(statistics(session, player.figures(), now));
            }
        }
        return all;
    }

    private static PlayerStatistics statistics(MediaSession session, PlayerSnapshot snapshot, long now) {
        MediaRequest request = session.request();
        return new PlayerStatistics(
                session.id(),
                request.streamKey(),
                request.protocol(),
                request.remoteAddress(),
                session.ageMs(now),
                session.bytes() + snapshot.uncounted(),
                snapshot.lagMs(),
                snapshot.skips(),
                snapshot.frames(),
                snapshot.firstMediaMs());
    }

    /** Publications now. */
    public int publications() {
        return publications.size();
    }

    /** Playbacks now. */
    public int playbacks() {
        return playbacks.size();
    }

    /** Requests the gate has refused or not answered. */
    public long refused() {
        return refused.sum();
    }

    /** Media payload received, in bytes. */
    public long bytesIn() {
        return loops.values().stream().mapToLong(EventLoopContext::bytesIn).sum();
    }

    /** Media handed to players' sockets, in bytes. */
    public long bytesOut() {
        return loops.values().stream().mapToLong(EventLoopContext::bytesOut).sum();
    }

    /** Streams in memory, for tests of what is left. */
    int streams() {
        return streams.size();
    }
}

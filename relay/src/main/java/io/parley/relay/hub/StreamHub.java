package io.parley.relay.hub;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.MediaGate;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.record.Recorder;
import io.parley.relay.statistics.PlayerStatistics;
import io.parley.relay.statistics.StreamStatistics;
import io.parley.relay.transport.CongestionControl;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * The way of connections to the gate and to their streams: a connection calls {@link #authorizePublish} or {@link #authorizePlay} once,
 * and is called back once. Safe from any thread.
 */
public final class StreamHub {

    private static final Logger LOG = System.getLogger(StreamHub.class.getName());

    private final RelayConfig config;
    private final MediaGate gate;
    private final LongSupplier ticker;
    private final Map<EventLoop, EventLoopContext> loops = new ConcurrentHashMap<>();
    private final MediaSessions sessions;
    private final MediaStreams streams;
    private final boolean wantsRing;
    private volatile CongestionControl congestionControl = CongestionControl.SYSTEM;
    private volatile boolean draining;
    private volatile boolean stopping;

    /** Without a ring. */
    public StreamHub(RelayConfig config, MediaGate gate, WireFormat canonicalFormat, LongSupplier ticker) {
        this(config, gate, canonicalFormat, ticker, false);
    }

    /**
     * @param canonicalFormat the format every stream is kept in, players or not
     * @param ticker monotonic nanoseconds
     * @param wantsRing true when players on epoll are to be sent to by io_uring, where the kernel has it
     */
    public StreamHub(
            RelayConfig config, MediaGate gate, WireFormat canonicalFormat, LongSupplier ticker, boolean wantsRing) {
        this.wantsRing = wantsRing;
        this.config = config;
        this.gate = gate;
        this.ticker = ticker;
        this.sessions = new MediaSessions(gate);
        this.streams = new MediaStreams(this, canonicalFormat);
    }

    /** Publications that the gate wants recorded are, from now on. */
    public void recordBy(Recorder recorder, WireFormat format) {
        streams.recordBy(recorder, format);
    }

    /** Sockets of players ask for it, from now on. */
    public void playersAskFor(CongestionControl control) {
        congestionControl = control;
    }

    /** The one that sockets of players ask for. */
    CongestionControl congestionControl() {
        return congestionControl;
    }

    /** The limits and timings in force. */
    public RelayConfig config() {
        return config;
    }

    /** Monotonic nanoseconds. */
    public long nanoTime() {
        return ticker.getAsLong();
    }

    /** The state of this event loop. */
    public EventLoopContext loop(EventLoop eventLoop) {
        return loops.computeIfAbsent(eventLoop, loop -> new EventLoopContext(loop, config, ticker, wantsRing));
    }

    /**
     * Asks the gate whether a client may publish; on the peer's loop. The answer is {@link PublisherConnection#opened} or {@link
     * MediaConnection#refused}.
     */
    public AuthorizationRequest authorizePublish(
            StreamAddress address, MediaProtocol protocol, PublisherConnection peer) {
        return authorize(
                MediaSession.Kind.PUBLICATION,
                gate::authorizePublish,
                request(address, protocol, peer.channel(), false),
                peer,
                session -> peer.opened(session, streams.publish(session)));
    }

    /**
     * Asks the gate whether a client may play; on the peer's loop. The answer is {@link PlayerConnection#opened} or {@link
     * MediaConnection#refused}.
     */
    public AuthorizationRequest authorizePlay(StreamAddress address, MediaProtocol protocol, PlayerConnection peer) {
        return authorize(
                MediaSession.Kind.PLAYBACK,
                gate::authorizePlay,
                request(address, protocol, peer.channel(), config.get(RelaySetting.PLAY_WAIT_MS) > 0),
                peer,
                session -> peer.opened(session, streams.play(session, peer)));
    }

    private static MediaRequest request(
            StreamAddress address, MediaProtocol protocol, Channel client, boolean patient) {
        return new MediaRequest(
                address.key(), address.ticket(), protocol, RemoteAddress.of(client), address.firstFrame(), patient);
    }

    private AuthorizationRequest authorize(
            MediaSession.Kind kind,
            AuthorizationRequest.GateCall gateCall,
            MediaRequest request,
            MediaConnection peer,
            AuthorizationRequest.Opening opening) {
        AuthorizationRequest authorization =
                new AuthorizationRequest(this, sessions, kind, gateCall, request, peer, opening);
        peer.channel().pipeline().fireUserEventTriggered(ConnectionEvent.GATE_ASKED);
        authorization.send();
        return authorization;
    }

    /** A client's ticket is not in the query of its address: the gate is not asked, and the address not logged. */
    public void refusedTicketInPath(MediaProtocol protocol, Channel client) {
        sessions.refusedUnasked();
        LOG.log(Level.INFO, "refused {0} from {1}: ticket not in the query", protocol, RemoteAddress.of(client));
    }

    MediaStreams streams() {
        return streams;
    }

    /** Ends a publication by command; false when there is none with this id. */
    public boolean closePublication(long id) {
        return sessions.closePublication(id);
    }

    /** Ends a playback by command; false when there is none with this id. */
    public boolean closePlayback(long id) {
        return sessions.closePlayback(id);
    }

    /** No new connection comes any more: publishers that are lost are not waited for. */
    public void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Ends everything because the relay stops. */
    public void shutDown() {
        stopping = true;
        sessions.shutDown();
        streams.shutDown();
    }

    boolean isStopping() {
        return stopping;
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

    /** Figures of each publication. */
    public List<StreamStatistics> streamStatistics() {
        return sessions.streamStatistics(nanoTime());
    }

    /** Figures of each playback. */
    public List<PlayerStatistics> playerStatistics() {
        return sessions.playerStatistics(nanoTime());
    }

    /** Publications now. */
    public int publications() {
        return sessions.publications();
    }

    /** Playbacks now. */
    public int playbacks() {
        return sessions.playbacks();
    }

    /** Requests the gate has refused or not answered. */
    public long refused() {
        return sessions.refused();
    }

    /** Media payload received, in bytes. */
    public long bytesIn() {
        return loops.values().stream().mapToLong(EventLoopContext::bytesIn).sum();
    }

    /** Media handed to players' sockets, in bytes. */
    public long bytesOut() {
        return loops.values().stream().mapToLong(EventLoopContext::bytesOut).sum();
    }
}

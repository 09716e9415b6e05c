package io.parley.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.config.TlsFiles;
import io.parley.relay.connection.AcceptHandler;
import io.parley.relay.connection.CertificateReloader;
import io.parley.relay.connection.ConnectionDeadline;
import io.parley.relay.connection.ConnectionTracker;
import io.parley.relay.connection.ProtocolPipelines;
import io.parley.relay.connection.ProtocolSniffer;
import io.parley.relay.connection.RefusalLimitedGate;
import io.parley.relay.connection.TrackedConnection;
import io.parley.relay.flv.FlvWireFormat;
import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.MediaGate;
import io.parley.relay.http.HttpPipeline;
import io.parley.relay.hub.ConnectionEvent;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.record.Recorder;
import io.parley.relay.rtmp.RtmpPipeline;
import io.parley.relay.rtmp.RtmpWireFormat;
import io.parley.relay.statistics.CloseReason;
import io.parley.relay.statistics.ConnectionCounters;
import io.parley.relay.statistics.PlayerStatistics;
import io.parley.relay.statistics.RelayStatistics;
import io.parley.relay.statistics.StreamStatistics;
import io.parley.relay.transport.CongestionControl;
import io.parley.relay.transport.Transport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The relay: one port on which clients publish by RTMP and WebSocket-FLV, and play by RTMP, HTTP-FLV and WebSocket-FLV. Thread-safe. */
public final class RelayServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(RelayServer.class.getName());

    /** Time for goodbyes when the relay stops, in milliseconds. */
    private static final int CLOSE_PATIENCE = 1_000;

    private final RelayConfig config;
    private final ConnectionTracker tracker;
    private final RefusalLimitedGate gate;
    private final StreamHub hub;
    private final Transport transport;
    private final EventLoopGroup loops;
    private final ChannelGroup connections;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch hurry = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final @Nullable CertificateReloader certificates;
    private final @Nullable Recorder recorder;
    private final ProtocolPipelines pipelines;
    private final Channel server;

    private RelayServer(RelayConfig config, MediaGate gate, LongSupplier ticker) throws IOException {
        this.config = config;
        this.transport = Transport.choose(config.transport());
        TlsFiles tls = config.tls();
        this.certificates = tls == null
                ? null
                : CertificateReloader.watch(
                        tls, config.get(RelaySetting.TLS_RELOAD_MS), config.get(RelaySetting.TLS_THREADS));
        this.tracker = new ConnectionTracker(config);
        this.gate = new RefusalLimitedGate(gate, config, ticker);
        this.hub = new StreamHub(config, this.gate, RtmpWireFormat.INSTANCE, ticker, transport == Transport.EPOLL_RING);
        Path recordings = config.recordings();
        this.recorder = recordings == null
                ? null
                : new Recorder(recordings, config.get(RelaySetting.RECORD_SYNC_MS), gate::recorded);
        if (recorder != null) {
            hub.recordBy(recorder, FlvWireFormat.PLAIN);
        }
        CongestionControl control = CongestionControl.of(config.congestionControl(), transport);
        hub.playersAskFor(control);
        int threads = threads(config);
        this.loops = transport.newGroup(threads, config.get(RelaySetting.TURN_INTERVAL_US));
        this.connections = new DefaultChannelGroup(loops.next(), true);
        this.pipelines = new ProtocolPipelines(
                config.proxies(),
                certificates,
                channel -> RtmpPipeline.install(channel, hub),
                channel -> HttpPipeline.install(channel, hub));
        this.server = bind();
        LOG.log(
                Level.INFO,
                "relay listens on {0} by {1}, {2} loops, players by congestion control {3}",
                server.localAddress(),
                transport(),
                threads,
                control);
    }

    /** Binds and serves; throws when the address cannot be bound, or the certificate not be used. */
    public static RelayServer start(RelayConfig config, MediaGate gate) throws IOException {
        return start(config, gate, System::nanoTime);
    }

    /** The same by another clock, for tests: monotonic nanoseconds. */
    static RelayServer start(RelayConfig config, MediaGate gate, LongSupplier ticker) throws IOException {
        return new RelayServer(config, gate, ticker);
    }

    private static int threads(RelayConfig config) {
        int wanted = config.get(RelaySetting.EVENT_LOOPS);
        // One core is left to those the relay talks with, and to the application it runs in.
        return wanted > 0 ? wanted : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    private Channel bind() throws IOException {
        ChannelFuture bound = transport
                .bootstrap(loops)
                .handler(new AcceptHandler(tracker, config.proxies()))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connect(channel);
                    }
                })
                .bind(config.host(), config.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stopWatching();
            stopRecording();
            loops.shutdownGracefully(0, CLOSE_PATIENCE, TimeUnit.MILLISECONDS).awaitUninterruptibly();
            throw new IOException("cannot bind " + config.host() + ":" + config.port(), bound.cause());
        }
        return bound.channel();
    }

    private void stopWatching() {
        if (certificates != null) {
            certificates.close();
        }
    }

    private void stopRecording() {
        if (recorder != null) {
            recorder.close();
        }
    }

    private void connect(Channel channel) {
        connections.add(channel);
        channel.pipeline()
                .addLast(new ConnectionDeadline(config.get(RelaySetting.HANDSHAKE_DEADLINE_MS)))
                .addLast(new ProtocolSniffer(pipelines));
    }

    /** The port that is bound. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** The label of the {@link Transport} in use. */
    public String transport() {
        return transport.label();
    }

    /** Ends a publication; false when the id is unknown or it has ended. The gate is told as of any end. */
    public boolean closePublication(long publicationId) {
        return hub.closePublication(publicationId);
    }

    /** Ends a playback; false when the id is unknown or it has ended. The gate is told as of any end. */
    public boolean closePlayback(long playbackId) {
        return hub.closePlayback(playbackId);
    }

    /** Counters, cheap enough to poll. */
    public RelayStatistics statistics() {
        return new RelayStatistics(
                hub.publications(), hub.playbacks(), connections.size(), hub.refused(), hub.bytesIn(), hub.bytesOut());
    }

    /** Figures of each publication; cheap enough to poll. */
    public List<StreamStatistics> streams() {
        return hub.streamStatistics();
    }

    /** Figures of each playback; cheap enough to poll. */
    public List<PlayerStatistics> players() {
        return hub.playerStatistics();
    }

    /** The directory of recordings; null when there is none. */
    public @Nullable Path recordings() {
        return config.recordings();
    }

    /** Counters of connections, open and closed; cheap enough to poll. */
    public ConnectionCounters connections() {
        return tracker.counters(gate.unasked());
    }

    /** Drains for {@link RelaySetting#DRAIN_MS} and ends what is left then. Called while it drains, ends that. Blocks. */
    @Override
    public void close() {
        drain(config.get(RelaySetting.DRAIN_MS));
    }

    /**
     * Stops accepting, asks RTMP publishers that know how to connect anew, lets the others go on, and when all have left or the
     * time is over, ends everything with {@link EndCause#SHUTDOWN} and gives threads and memory back. Blocks until then.
     *
     * @param patienceMs 0 to end everything at once
     */
    public void drain(int patienceMs) {
        if (!closed.compareAndSet(false, true)) {
            hurry.countDown();
            awaitStopped();
            return;
        }
        server.close().awaitUninterruptibly();
        stopWatching();
        if (patienceMs > 0) {
            letGo(patienceMs);
        }
        connections.forEach(channel -> TrackedConnection.closing(channel, CloseReason.SHUTDOWN));
        hub.shutDown();
        connections.newCloseFuture().awaitUninterruptibly(CLOSE_PATIENCE, TimeUnit.MILLISECONDS);
        hub.closeLoops();
        connections.close().awaitUninterruptibly(CLOSE_PATIENCE, TimeUnit.MILLISECONDS);
        loops.shutdownGracefully(0, CLOSE_PATIENCE, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        stopRecording();
        LOG.log(Level.INFO, "relay on {0} has stopped", server.localAddress());
        stopped.countDown();
    }

    private void letGo(int patienceMs) {
        LOG.log(Level.INFO, "relay on {0} drains {1} connections", server.localAddress(), connections.size());
        hub.drain();
        connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(ConnectionEvent.DRAINING));
        connections.newCloseFuture().addListener(left -> hurry.countDown());
        try {
            if (!hurry.await(patienceMs, TimeUnit.MILLISECONDS)) {
                LOG.log(Level.INFO, "{0} connections have not left in time", connections.size());
            }
        } catch (InterruptedException e) {
            // The interrupting thread wants it to stop now.
            Thread.currentThread().interrupt();
        }
    }

    private void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.record.Recorder;
import io.parley.relay.record.RecordingTask;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The streams of a relay that have a publisher or players, by name. Safe from any thread. */
final class MediaStreams {

    private static final Logger LOG = System.getLogger(MediaStreams.class.getName());

    private final StreamHub hub;
    private final WireFormat canonicalFormat;
    private final Map<String, MediaStream> streams = new ConcurrentHashMap<>();
    private final SegmentPool segments = new SegmentPool();
    private volatile @Nullable Recorder recorder;
    private volatile @Nullable WireFormat recordingFormat;

    /** @param canonicalFormat the format every stream is kept in, players or not */
    MediaStreams(StreamHub hub, WireFormat canonicalFormat) {
        this.hub = hub;
        this.canonicalFormat = canonicalFormat;
    }

    void recordBy(Recorder newRecorder, WireFormat format) {
        recordingFormat = format;
        recorder = newRecorder;
    }

    /** Opens the stream of a publication, and its recording where the gate wants one. On the peer's loop. */
    StreamFeed publish(MediaSession session) {
        StreamFeed feed =
                publish(session.streamName(), session, session.peer().channel().eventLoop());
        session.onEnd(feed::end);
        session.publishes(feed);
        if (session.isRecorded()) {
            record(feed.stream(), session);
        }
        return feed;
    }

    /** Opens a stream for a source; one that is there is replaced. The feed belongs to the event loop. */
    StreamFeed publish(String name, StreamSource source, EventLoop eventLoop) {
        while (true) {
            MediaStream stream = stream(name);
            if (stream.publish(source)) {
                return new StreamFeed(stream, source, hub.loop(eventLoop).deliveries(), hub.config());
            }
        }
    }

    private void record(MediaStream stream, MediaSession session) {
        Recorder current = recorder;
        WireFormat format = recordingFormat;
        if (current == null || format == null) {
            LOG.log(Level.ERROR, "{0} is not recorded: there is no place for recordings", session);
            return;
        }
        RecordingTask recording =
                stream.joinOf(session, format, subscription -> new StreamRecording(subscription, session.id()));
        if (recording != null) {
            current.record(recording);
        }
    }

    /** Joins a playback to its stream, which may not have begun. On the peer's loop. */
    Player play(MediaSession session, PlayerConnection peer) {
        EventLoopContext loop = hub.loop(peer.channel().eventLoop());
        Player player = join(
                session.streamName(),
                peer.format(),
                subscription -> new Player(hub, session, peer, subscription, loop.playersOf(subscription.stream())));
        player.joined();
        session.onEnd(player::leave);
        session.plays(player);
        return player;
    }

    /** Joins a sink to a stream, which may not have begun. */
    <S extends StreamSink> S join(String name, WireFormat format, Function<StreamSubscription, S> opening) {
        while (true) {
            S sink = stream(name).join(format, opening);
            if (sink != null) {
                return sink;
            }
        }
    }

    private MediaStream stream(String name) {
        return streams.computeIfAbsent(name, key -> {
            segments.inUse(true);
            return new MediaStream(hub, key, hub.config(), canonicalFormat);
        });
    }

    /** Ends all sources because the relay stops. */
    void shutDown() {
        streams.values().forEach(MediaStream::shutDown);
    }

    void remove(MediaStream stream) {
        streams.remove(stream.key(), stream);
        segments.inUse(!streams.isEmpty());
    }

    /** The memory of all streams. */
    SegmentPool segments() {
        return segments;
    }
}

package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.parley.relay.record.Recorder;
import io.parley.relay.record.RecordingTask;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Opens the stream of a publication; a publisher that is there is replaced. On the peer's loop. */
    StreamFeed publish(MediaSession session) {
        while (true) {
            MediaStream stream = stream(session);
            if (stream.publish(session)) {
                session.onEnd(() -> stream.unpublish(session));
                EventLoop eventLoop = session.peer().channel().eventLoop();
                StreamFeed feed =
                        new StreamFeed(stream, session, hub.loop(eventLoop).deliveries(), hub.config());
                session.publishes(feed);
                if (session.isRecorded()) {
                    record(stream, session);
                }
                return feed;
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
        RecordingTask recording = stream.record(session, format);
        if (recording != null) {
            current.record(recording);
        }
    }

    /** Joins a playback to its stream, which may not have begun. On the peer's loop. */
    Player play(MediaSession session, PlayerConnection peer) {
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
        return streams.computeIfAbsent(session.streamName(), name -> {
            segments.inUse(true);
            return new MediaStream(hub, name, hub.config(), canonicalFormat);
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
}

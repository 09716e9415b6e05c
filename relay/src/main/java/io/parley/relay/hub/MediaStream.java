package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.gate.EndCause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stream key while somebody publishes or waits for it. The publisher's loop appends; players on any loop read the
 * logs by themselves. The lock guards who publishes, who listens and the appending, so a newer publisher takes over
 * between two messages; readers never take it.
 */
public final class MediaStream {

    /** How much media of one track may pass before the other track is taken for absent, in milliseconds. */
    static final int TRACK_WAIT = 1_000;

    private final StreamHub hub;
    private final String key;
    private final RelayConfig config;
    private final TimestampRepair clock = new TimestampRepair();
    private final StreamLog canonical;
    private final Map<WireFormat, StreamLog> logs = new HashMap<>();
    /** Those of the map, for each message. */
    private StreamLog[] written = {};

    private final List<EventLoopPlayers> allLoops = new ArrayList<>();
    private volatile EventLoopPlayers[] loops = {};
    private @Nullable MediaSession publisher;
    private @Nullable StreamRecording recording;
    private int players;
    private int recordings;
    private boolean closed;

    private volatile SequenceHeaders headers = SequenceHeaders.NONE;
    private volatile boolean hasAudio;
    private volatile boolean hasVideo;
    private volatile int firstTimestamp;

    MediaStream(StreamHub hub, String key, RelayConfig config, WireFormat format) {
        this.hub = hub;
        this.key = key;
        this.config = config;
        this.canonical = new StreamLog(format, config, hub.streams().segments());
        put(canonical);
    }

    String key() {
        return key;
    }

    /** False when the stream ended before this publisher came; there will be another one under the same key. */
    synchronized boolean publish(MediaSession session) {
        if (closed) {
            return false;
        }
        MediaSession older = publisher;
        publisher = session;
        stopRecording();
        if (older != null) {
            clock.resume();
            older.terminate(EndCause.REPLACED);
        }
        return true;
    }

    /** Writes the publication to disk from here on; null when it is over already. On the publisher's loop, before its first message. */
    synchronized @Nullable StreamRecording record(MediaSession session, WireFormat format) {
        if (publisher != session) {
            return null;
        }
        StreamLog log = logOf(format);
        log.joined();
        recordings++;
        recording = new StreamRecording(this, log, session.id());
        return recording;
    }

    private void stopRecording() {
        StreamRecording current = recording;
        recording = null;
        if (current != null) {
            current.stop();
        }
    }

    /** A recording has read all it wanted. */
    synchronized void recorded(StreamLog log) {
        recordings--;
        left(log);
    }

    /** Ends the stream, unless a newer publisher has it. */
    void unpublish(MediaSession session) {
        synchronized (this) {
            if (publisher != session) {
                return;
            }
            publisher = null;
            close();
        }
        wake();
    }

    /**
     * Appends one message; on the publisher's loop. Players see it at the next {@link #wake}.
     *
     * @param body stays the caller's
     * @return false when there is a newer publisher
     */
    boolean append(MediaSession from, MediaKind kind, int timestamp, ByteBuf body) {
        from.count(body.readableBytes());
        synchronized (this) {
            if (publisher != from) {
                return false;
            }
            int time = (int) (isMedia(kind) ? clock.repair(kind.isVideo(), timestamp) : clock.head());
            SequenceHeaders before = headers;
            SequenceHeaders current = before.with(kind, body);
            if (isMedia(kind)) {
                see(kind, time);
            }
            for (StreamLog log : written) {
                log.append(kind, time, body, current);
            }
            if (current != before) {
                headers = current;
            }
            return true;
        }
    }

    /** Forgets the metadata, so that players to come do not get it. */
    synchronized void clearMetadata(MediaSession from) {
        if (publisher == from) {
            headers = headers.withoutMetadata();
            logs.values().forEach(StreamLog::forgetMetadata);
        }
    }

    private static boolean isMedia(MediaKind kind) {
        return kind.isAudio() || kind.isVideo();
    }

    private void see(MediaKind kind, int time) {
        if (!hasAudio && !hasVideo) {
            firstTimestamp = time;
        }
        // Only once: a volatile write waits for everything that was written before.
        if (kind.isAudio() && !hasAudio) {
            hasAudio = true;
        } else if (kind.isVideo() && !hasVideo) {
            hasVideo = true;
        }
    }

    /** Lets the players read what was appended: at most one task per event loop, however much that was. */
    void wake() {
        for (EventLoopPlayers loop : loops) {
            loop.wake();
        }
    }

    /** Null when the stream has ended; there may be another one under the same key. */
    synchronized @Nullable Player join(MediaSession session, PlayerConnection peer) {
        if (closed) {
            return null;
        }
        StreamLog log = logOf(peer.format());
        players++;
        log.joined();
        EventLoopPlayers loop = loopOf(peer.channel().eventLoop());
        Player player = new Player(this, session, peer, log, loop);
        if (!hasAudio && !hasVideo) {
            player.placeAtBeginning();
        }
        loop.add(player);
        return player;
    }

    private StreamLog logOf(WireFormat format) {
        StreamLog log = logs.get(format);
        if (log == null) {
            log = new StreamLog(format, config, hub.streams().segments());
            canonical.copyTo(log, headers);
            put(log);
        }
        return log;
    }

    private void put(StreamLog log) {
        logs.put(log.format(), log);
        written = logs.values().toArray(StreamLog[]::new);
    }

    /** That have joined, from any thread. */
    synchronized int players() {
        return players;
    }

    private EventLoopPlayers loopOf(EventLoop eventLoop) {
        for (EventLoopPlayers loop : allLoops) {
            if (loop.eventLoop() == eventLoop) {
                return loop;
            }
        }
        EventLoopPlayers loop =
                new EventLoopPlayers(eventLoop, hub.loop(eventLoop).deliveries());
        allLoops.add(loop);
        loops = allLoops.toArray(EventLoopPlayers[]::new);
        return loop;
    }

    synchronized void leave(Player player, EventLoopPlayers loop, StreamLog log) {
        loop.remove(player);
        if (loop.isEmpty()) {
            allLoops.remove(loop);
            loops = allLoops.toArray(EventLoopPlayers[]::new);
        }
        players--;
        left(log);
    }

    private void left(StreamLog log) {
        log.left();
        if (!closed && log != canonical && log.readers() == 0) {
            logs.remove(log.format());
            written = logs.values().toArray(StreamLog[]::new);
            log.release();
        }
        if (publisher == null && isUnread()) {
            close();
            releaseLogs();
        }
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopRecording();
        hub.streams().remove(this);
        for (StreamLog log : logs.values()) {
            log.end();
        }
        if (isUnread()) {
            releaseLogs();
        }
    }

    private boolean isUnread() {
        return players == 0 && recordings == 0;
    }

    private void releaseLogs() {
        for (StreamLog log : logs.values()) {
            log.release();
        }
        logs.clear();
        written = new StreamLog[0];
    }

    SequenceHeaders headers() {
        return headers;
    }

    boolean hasAudio() {
        return hasAudio;
    }

    boolean hasVideo() {
        return hasVideo;
    }

    /** Whether there is media, and, where it matters, which tracks it has. */
    boolean isOpenFor(StreamLog log) {
        boolean audio = hasAudio;
        boolean video = hasVideo;
        if (!audio && !video) {
            return false;
        }
        return !log.format().namesTracks()
                || (audio && video)
                || log.ended()
                || log.headTimestamp() - firstTimestamp >= TRACK_WAIT;
    }

    RelayConfig config() {
        return config;
    }

    long nanoTime() {
        return hub.nanoTime();
    }
}

package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.gate.EndCause;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stream while it has a source or sinks. The source's loop appends; sinks on any thread read the logs by themselves. The lock
 * guards the source, the sinks and the appending, so a newer source takes over between two messages; readers never take it.
 */
public final class MediaStream {

    /** Time of media of one track after which the other track is taken for absent, in milliseconds. */
    static final int TRACK_WAIT = 1_000;

    private final StreamHub hub;
    private final String key;
    private final RelayConfig config;
    private final TimestampRepair clock = new TimestampRepair();
    private final StreamLog canonical;
    private final Map<WireFormat, StreamLog> logs = new HashMap<>();
    /** Those of the map, for each message. */
    private StreamLog[] written = {};

    private final Set<StreamSink> sinks = new LinkedHashSet<>();
    /** The wakeups of all sinks, and how many share each. */
    private final Map<Wakeup, Integer> sharedWakeups = new LinkedHashMap<>();

    private volatile Wakeup[] wakeups = {};
    private @Nullable StreamSource source;
    private boolean closed;

    private volatile SequenceHeaders headers = SequenceHeaders.NONE;
    private final TrackActivity tracks = new TrackActivity();

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

    /** False when the stream ended before this source came; there will be another one under the same key. */
    synchronized boolean publish(StreamSource newer) {
        if (closed) {
            return false;
        }
        StreamSource older = source;
        source = newer;
        if (older != null) {
            sinks.forEach(StreamSink::sourceEnded);
            clock.resume();
            older.terminate(EndCause.REPLACED);
        }
        return true;
    }

    /** Ends the source because the relay stops. */
    synchronized void shutDown() {
        StreamSource current = source;
        if (current != null) {
            current.terminate(EndCause.SHUTDOWN);
        }
    }

    /** Ends the stream, unless a newer source has it. */
    void unpublish(StreamSource ended) {
        synchronized (this) {
            if (source != ended) {
                return;
            }
            source = null;
            close();
        }
        wake();
    }

    /**
     * Appends one message; on the source's loop. Sinks are told at the next {@link #wake}. A header that says no more than the one
     * before changes nothing and is left out: encoders repeat theirs, with each key frame or when they come back.
     *
     * @param body stays the caller's
     * @return false when there is a newer source
     */
    boolean append(StreamSource from, MediaKind kind, int timestamp, ByteBuf body) {
        synchronized (this) {
            if (source != from) {
                return false;
            }
            int time = (int) (isMedia(kind) ? clock.repair(kind.isVideo(), timestamp) : clock.head());
            if (isMedia(kind) && tracks.heard(kind, time)) {
                repeatHeaders(kind, time, headers);
            }
            SequenceHeaders before = headers;
            if (before.hasSame(kind, body)) {
                return true;
            }
            SequenceHeaders current = before.with(kind, body);
            if (current != before) {
                // First, so that whoever joins behind the message has its headers.
                headers = current;
                tracks.headerAppended(kind, time);
            }
            for (StreamLog log : written) {
                log.append(kind, time, body, current);
            }
            return true;
        }
    }

    /** Forgets the metadata, so that players to come do not get it. */
    synchronized void clearMetadata(StreamSource from) {
        if (source == from) {
            headers = headers.withoutMetadata();
            logs.values().forEach(StreamLog::forgetMetadata);
        }
    }

    private static boolean isMedia(MediaKind kind) {
        return kind.isAudio() || kind.isVideo();
    }

    /** For players that joined while the track was silent and were told nothing of it. */
    private void repeatHeaders(MediaKind kind, int time, SequenceHeaders current) {
        current.withoutMetadata().withTracks(kind.isAudio(), kind.isVideo()).forEach((header, body) -> {
            for (StreamLog log : written) {
                log.append(header, time, body, current);
            }
        });
    }

    /** Lets the sinks read what was appended: one call for all that share a wakeup, however much that was. */
    void wake() {
        for (Wakeup wakeup : wakeups) {
            wakeup.wake();
        }
    }

    /** Adds a sink. Null when the stream has ended; there may be another one under the same key. */
    synchronized <S extends StreamSink> @Nullable S join(WireFormat format, Function<StreamSubscription, S> opening) {
        return closed ? null : add(format, opening);
    }

    /** Adds a sink for the sake of one source, from here on; null when the stream has another one by now, or none. */
    synchronized <S extends StreamSink> @Nullable S joinOf(
            StreamSource of, WireFormat format, Function<StreamSubscription, S> opening) {
        return source == of ? add(format, opening) : null;
    }

    private <S extends StreamSink> S add(WireFormat format, Function<StreamSubscription, S> opening) {
        StreamLog log = logOf(format);
        log.joined();
        S sink = opening.apply(new StreamSubscription(this, log));
        sinks.add(sink);
        Wakeup wakeup = sink.wakeup();
        if (wakeup != Wakeup.NONE && sharedWakeups.merge(wakeup, 1, Integer::sum) == 1) {
            wakeups = sharedWakeups.keySet().toArray(Wakeup[]::new);
        }
        return sink;
    }

    /** Removes a sink; on its own thread. */
    synchronized void leave(StreamSink sink, StreamLog log) {
        sinks.remove(sink);
        Wakeup wakeup = sink.wakeup();
        if (wakeup != Wakeup.NONE
                && sharedWakeups.computeIfPresent(wakeup, (same, count) -> count == 1 ? null : count - 1) == null) {
            wakeups = sharedWakeups.keySet().toArray(Wakeup[]::new);
        }
        log.left();
        if (!closed && log != canonical && log.readers() == 0) {
            logs.remove(log.format());
            written = logs.values().toArray(StreamLog[]::new);
            log.release();
        }
        if (source == null && sinks.isEmpty()) {
            close();
            releaseLogs();
        }
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

    /** Players that have joined; from any thread. */
    synchronized int players() {
        return (int) sinks.stream().filter(StreamSink::isPlayer).count();
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        sinks.forEach(StreamSink::sourceEnded);
        hub.streams().remove(this);
        for (StreamLog log : logs.values()) {
            log.end();
        }
        if (sinks.isEmpty()) {
            releaseLogs();
        }
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

    TrackActivity tracks() {
        return tracks;
    }

    /** True when there is media, and, where it matters, it is known which tracks it has. */
    boolean isOpenFor(StreamLog log) {
        boolean audio = tracks.hasAudio();
        boolean video = tracks.hasVideo();
        if (!audio && !video) {
            return false;
        }
        return !log.format().namesTracks()
                || (audio && video)
                || log.ended()
                || log.headTimestamp() - tracks.firstTimestamp() >= TRACK_WAIT;
    }

    long nanoTime() {
        return hub.nanoTime();
    }
}

package io.parley.relay.config;

import java.util.Locale;

/**
 * Everything about a relay that can be set, with its value for calls and its range. The name in a configuration is the constant's in lower
 * case with hyphens. Times in milliseconds where the name says nothing else, sizes in bytes; reasons: docs/protocol/rtmp.md.
 */
public enum RelaySetting {
    /** From accept to the gate's question; a client slower than that is closed. */
    HANDSHAKE_DEADLINE_MS(5_000, 100, 60_000),
    /** Time in which the gate has to answer. */
    GATE_TIMEOUT_MS(10_000, 100, 120_000),
    /**
     * Questions and ends in transactions of the application at a time; 0 for twice as many as there are cores, and at least 4. Kept by
     * the gate: hundreds at once would take the cores that running media needs.
     */
    DELIVERIES(0, 0, 18),
    /** A publisher or player of which nothing is heard for so long is taken for gone. */
    DEAD_PEER_MS(15_000, 500, 300_000),
    /** Interval of pings to an RTMP or WebSocket peer. */
    PING_INTERVAL_MS(5_000, 100, 60_000),
    /**
     * Time that the stream of a publisher that was lost waits for it to come back; 0 ends it at once. With {@link #DEAD_PEER_MS} a little
     * more than the half minute that its user's stay is kept: then a network that was away for less is no news to other users.
     */
    PUBLISHER_GRACE_MS(16_000, 0, 120_000),
    /** Time that a player may wait for a stream that is not there yet, and for its first frame. */
    PLAY_WAIT_MS(10_000, 0, 120_000),
    /** Time that a relay that stops waits for its clients to go by themselves. */
    DRAIN_MS(0, 0, 600_000),

    /** A player whose media is older keeps audio and skips video to the next key frame. */
    SOFT_LAG_MS(400, 50, 60_000),
    /** A player whose media is older is closed. */
    HARD_LAG_MS(3_000, 100, 120_000),
    /** A player whose socket takes no byte for so long is closed. */
    STALL_MAX_MS(10_000, 100, 120_000),

    /** Time that audio may wait to ride in the same write as the next video frame; 0 sends every message at once. */
    AUDIO_WINDOW_MS(20, 0, 70),
    /** Time that any message may wait for others to share its write; for broadcasts, calls want 0. */
    MERGE_WINDOW_MS(0, 0, 2_000),

    /**
     * The shortest time between two turns of an event loop that would be woken more often than that, in microseconds; 0 wakes it for
     * every message. So many microseconds a message may wait where hundreds of publishers are.
     */
    TURN_INTERVAL_US(500, 0, 10_000),

    /** The longest piece of a stream kept for joining players. */
    RETAIN_MS(10_000, 0, 60_000),
    /** The same in bytes, for each wire format in use. */
    RETAIN_BYTES(8 << 20, 256 << 10, 256 << 20),
    /** A joining player is not caught up through more video than this. */
    FAST_START_BYTES(2 << 20, 0, 64 << 20),

    /** Largest video message, and largest aggregate. */
    MAX_VIDEO_MESSAGE(4 << 20, 64 << 10, 0xFFFFFF),
    /** Largest audio message. */
    MAX_AUDIO_MESSAGE(256 << 10, 4 << 10, 0xFFFFFF),
    /** Largest command, data or control message. */
    MAX_COMMAND_MESSAGE(64 << 10, 4 << 10, 1 << 20),
    /** Unfinished messages of one publisher's connection together. */
    MAX_PARTIAL_BYTES(8 << 20, 64 << 10, 64 << 20),

    /** Connections, whatever they are for; 0 for as many as the operating system gives. */
    MAX_CONNECTIONS(10_000, 0, 1_000_000),
    /**
     * Connections with no question at the gate and no media: not asked for yet, refused, or over; 0 for no limit. Where there are so many,
     * the oldest one of the address with the most of them gives way.
     */
    MAX_HALF_OPEN(1_000, 0, 1_000_000),
    /**
     * Connections of one address, /56 of IPv6; 0 for no limit. A caller with nine others in the room has ten. Raise it where
     * many users share an address; a proxy in front has to be named in {@link RelayConfig#withProxies}, or counts as one user.
     */
    CONNECTIONS_PER_ADDRESS(1_000, 0, 1_000_000),
    /** Those of one address with no question at the gate and no media; the oldest gives way. 0 for no limit. */
    HALF_OPEN_PER_ADDRESS(128, 0, 1_000_000),
    /**
     * Requests of one address that the gate may deny in a minute before it is not asked for that address until the minute is
     * over; 0 for no limit. People behind one address share it.
     */
    REFUSED_TICKETS_PER_MINUTE(120, 0, 1_000_000),
    /** Messages of one RTMP connection, those within aggregates too; tags of one WebSocket publisher, and its frames; 0 for no limit. */
    MESSAGES_PER_SECOND(2_000, 0, 1_000_000),
    /**
     * Those that are no media: commands and control, WebSocket frames of players, text and control frames of publishers; 0 for no limit.
     */
    COMMANDS_PER_SECOND(100, 0, 1_000_000),
    /** Bitrate at which an RTMP connection or a WebSocket publisher may send, as the mean of ten seconds in kilobits per second; 0 for no limit. */
    PUBLISHER_KBITS(8_000, 0, 1_000_000),

    /** Time at the end of a recording that a crash of the machine may cost; a crash of the process costs less than half a second. */
    RECORD_SYNC_MS(1_000, 100, 60_000),

    /** Interval of looks at the certificate's files. */
    TLS_RELOAD_MS(5_000, 50, 3_600_000),

    /** Threads for the signatures of TLS handshakes, apart from media; 0 for half as many as there are cores, and at least one. */
    TLS_THREADS(0, 0, 64),
    /** Event-loop threads; 0 for one fewer than there are cores, and at least one. */
    EVENT_LOOPS(0, 0, 256);

    private final int standard;
    private final int least;
    private final int most;

    RelaySetting(int standard, int least, int most) {
        this.standard = standard;
        this.least = least;
        this.most = most;
    }

    /** The value for calls. */
    public int standard() {
        return standard;
    }

    /** The smallest value that makes sense. */
    public int least() {
        return least;
    }

    /** The largest value that makes sense. */
    public int most() {
        return most;
    }

    /** As it is called in a configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int checked(int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key() + " must be between " + least + " and " + most + ", not " + value);
        }
        return value;
    }
}

package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The video since the last key frame, for a player that joins now: the same frames with timestamps a millisecond apart that end
 * at the newest one's. The decoder needs all of them to show the newest; no viewer needs to watch them at their own pace.
 */
final class CatchUp {

    /** Between two of the pressed frames, in milliseconds: enough for players that insist on growing timestamps. */
    private static final int STEP = 1;

    private final StreamLog log;
    private final KeyFramePosition key;
    private final int frames;
    private final int bytes;
    private final int last;
    private final boolean small;
    private int payload;

    private CatchUp(StreamLog log, KeyFramePosition key, int frames, int bytes, int last, boolean small) {
        this.log = log;
        this.key = key;
        this.frames = frames;
        this.bytes = bytes;
        this.last = last;
        this.small = small;
    }

    /**
     * Looks through what is there.
     *
     * @param most bytes of video; more than that is not pressed, and such a player waits for the next key frame
     * @return null when the frames cannot be pressed: the memory is gone, the decoder configuration changes on the way, or
     *     frames are shown in another order than they come in
     */
    static @Nullable CatchUp of(StreamLog log, KeyFramePosition key, int most) {
        LogReader reader = new LogReader(log);
        if (!reader.moveTo(key.segment(), key.entry())) {
            return null;
        }
        try {
            int frames = 0;
            int bytes = 0;
            int last = key.timestamp();
            for (MediaKind kind = reader.peek(); kind != null; kind = reader.peek()) {
                if (kind == MediaKind.VIDEO_HEADER && configuresDecoder(log, reader)) {
                    return null;
                }
                if (kind == MediaKind.VIDEO || kind == MediaKind.VIDEO_KEY) {
                    ByteBuf message = reader.message();
                    try {
                        if (MediaKind.isReordered(log.format().body(message))) {
                            return null;
                        }
                        bytes += message.readableBytes();
                    } finally {
                        message.release();
                    }
                    frames++;
                    last = reader.timestamp();
                }
                reader.pass();
            }
            return new CatchUp(log, key, frames, bytes, last, bytes <= most);
        } finally {
            reader.release();
        }
    }

    /** False for HDR metadata: the newest is given with the headers, and frames are decoded without it. */
    private static boolean configuresDecoder(StreamLog log, LogReader reader) {
        ByteBuf message = reader.message();
        try {
            return !TrackHeader.of(MediaKind.VIDEO_HEADER, log.format().body(message))
                    .isExtra();
        } finally {
            message.release();
        }
    }

    /** True when it is little enough to send. */
    boolean isWorthwhile() {
        return small;
    }

    /** The first pressed frame's. */
    int firstTimestamp() {
        return Math.max(0, last - (frames - 1) * STEP);
    }

    /** Makes the bytes and leaves the cursor behind the last pressed frame. The caller releases them. */
    ByteBuf write(LogReader reader) {
        ByteBuf out = Unpooled.directBuffer(bytes + frames * Integer.BYTES);
        payload = 0;
        reader.moveTo(key.segment(), key.entry());
        int written = 0;
        for (MediaKind kind = reader.peek(); kind != null && written < frames; kind = reader.peek()) {
            if (kind == MediaKind.VIDEO || kind == MediaKind.VIDEO_KEY) {
                written++;
                ByteBuf message = reader.message();
                try {
                    ByteBuf body = log.format().body(message);
                    payload += body.readableBytes();
                    log.format().write(out, kind, Math.max(0, last - (frames - written) * STEP), body);
                } finally {
                    message.release();
                }
            }
            reader.pass();
        }
        reader.decodes();
        return out;
    }

    /** The number of frames that it presses. */
    int frames() {
        return frames;
    }

    /** Media payload in what was written, in bytes. */
    int payload() {
        return payload;
    }
}

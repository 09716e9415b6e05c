package io.parley.relay.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The key frames of a recording: times and positions in the file. Bounded: where there are more than {@link #ROOM}, every second one is
 * left out, so that those that stay are evenly spread. As FLV tools write it, the first entry is the first sequence header, which players
 * pass over. An entry is the sequence header that comes right before its key frame, where there is one: a decoder needs both.
 */
final class KeyFrameIndex {

    /** A quarter of an hour with a key frame each second; readers of AMF have limits of their own. */
    static final int ROOM = 1024;

    private static final int FIRST_ROOM = 64;
    private static final int NONE = -1;

    private long[] times = new long[FIRST_ROOM];
    private long[] positions = new long[FIRST_ROOM];
    private int size;
    private int stride = 1;
    private int passed;
    private long headerAt = NONE;

    /**
     * Notes a video tag.
     *
     * @param timeMs in the file
     * @param position of its first byte in the file
     */
    void add(VideoTagKind kind, long timeMs, long position) {
        switch (kind) {
            case HEADER -> {
                if (size == 0) {
                    put(timeMs, position);
                } else if (headerAt == NONE) {
                    headerAt = position;
                }
            }
            case KEY_FRAME -> {
                if (size <= 1 || ++passed >= stride) {
                    passed = 0;
                    put(timeMs, headerAt == NONE ? position : headerAt);
                }
                headerAt = NONE;
            }
            case FRAME -> headerAt = NONE;
            case OTHER -> {
                // Is about no frame.
            }
        }
    }

    private void put(long timeMs, long position) {
        if (size == ROOM) {
            thinOut();
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            positions = Arrays.copyOf(positions, 2 * size);
        }
        times[size] = timeMs;
        positions[size++] = position;
    }

    private void thinOut() {
        for (int i = 0; i < ROOM / 2; i++) {
            times[i] = times[2 * i];
            positions[i] = positions[2 * i];
        }
        size = ROOM / 2;
        stride *= 2;
    }

    /** Leaves out what lies at this position of the file or behind it. */
    void cut(long position) {
        while (size > 0 && positions[size - 1] >= position) {
            size--;
        }
    }

    int size() {
        return size;
    }

    /** Seconds, as numbers of AMF0. */
    void writeTimes(ByteBuffer out) {
        for (int i = 0; i < size; i++) {
            out.put((byte) 0).putDouble(times[i] / 1000.0);
        }
    }

    /** Bytes, as numbers of AMF0. */
    void writePositions(ByteBuffer out) {
        for (int i = 0; i < size; i++) {
            out.put((byte) 0).putDouble(positions[i]);
        }
    }
}

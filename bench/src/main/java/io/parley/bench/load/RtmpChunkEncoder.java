package io.parley.bench.load;

import java.nio.ByteBuffer;

/** Writes RTMP messages as chunks into a connection's outbox. */
final class RtmpChunkEncoder {

    private static final int CONTROL_CHUNKS = 2;
    private static final int COMMAND_CHUNKS = 3;
    private static final int AUDIO_CHUNKS = 4;
    private static final int DATA_CHUNKS = 5;
    private static final int VIDEO_CHUNKS = 6;
    private static final int DEFAULT_CHUNK = 128;
    private static final int EXTENDED = 0xffffff;
    private static final int SET_CHUNK_SIZE = 1;
    private static final int USER_CONTROL = 4;
    private static final int COMMAND = 20;

    private final SendBuffer out;
    private final int[] lastTimestamp = new int[VIDEO_CHUNKS + 1];
    private final boolean[] isBegun = new boolean[VIDEO_CHUNKS + 1];
    private int chunkSize = DEFAULT_CHUNK;

    RtmpChunkEncoder(SendBuffer out) {
        this.out = out;
    }

    /** Tells the server the size of chunks from now on. */
    void useChunks(int size) {
        control(SET_CHUNK_SIZE, size);
        chunkSize = size;
    }

    /** A protocol control message of four bytes. */
    void control(int type, int value) {
        byte[] body = ByteBuffer.allocate(4).putInt(value).array();
        write(CONTROL_CHUNKS, false, type, 0, 0, body, body.length);
    }

    /** A user control event with its parameters. */
    void event(int number, int... parameters) {
        ByteBuffer body = ByteBuffer.allocate(2 + 4 * parameters.length).putShort((short) number);
        for (int parameter : parameters) {
            body.putInt(parameter);
        }
        write(CONTROL_CHUNKS, false, USER_CONTROL, 0, 0, body.array(), body.capacity());
    }

    void command(int streamId, AmfWriter command) {
        byte[] body = command.bytes();
        write(COMMAND_CHUNKS, false, COMMAND, streamId, 0, body, body.length);
    }

    /** Audio, video or metadata; after the first of each with a short header, its time as a difference. */
    void media(int type, int streamId, int timestamp, byte[] body, int length) {
        int chunkStream = type == Clip.VIDEO ? VIDEO_CHUNKS : type == Clip.AUDIO ? AUDIO_CHUNKS : DATA_CHUNKS;
        // a difference below zero cannot be written
        boolean isShort = isBegun[chunkStream] && timestamp - lastTimestamp[chunkStream] >= 0;
        int time = isShort ? timestamp - lastTimestamp[chunkStream] : timestamp;
        write(chunkStream, isShort, type, streamId, time, body, length);
        isBegun[chunkStream] = true;
        lastTimestamp[chunkStream] = timestamp;
    }

    private void write(int chunkStream, boolean isShort, int type, int streamId, int time, byte[] body, int length) {
        ByteBuffer to = out.room(length + 16 + (length / chunkSize + 1) * 5);
        boolean extended = Integer.compareUnsigned(time, EXTENDED) >= 0;
        to.put((byte) ((isShort ? 0x40 : 0) | chunkStream));
        medium(to, extended ? EXTENDED : time);
        medium(to, length);
        to.put((byte) type);
        if (!isShort) {
            to.putInt(Integer.reverseBytes(streamId));
        }
        for (int at = 0; at < length || at == 0; at += chunkSize) {
            if (at > 0) {
                to.put((byte) (0xc0 | chunkStream));
            }
            if (extended) {
                to.putInt(time);
            }
            to.put(body, at, Math.min(chunkSize, length - at));
        }
    }

    private static void medium(ByteBuffer to, int value) {
        to.put((byte) (value >> 16)).putShort((short) value);
    }
}

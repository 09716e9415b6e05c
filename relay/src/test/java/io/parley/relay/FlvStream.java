package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads FLV strictly. */
final class FlvStream {

    record Tag(int type, int timestamp, byte[] body) {
        /** As in the in-test publisher's media. */
        String mark() {
            return PublishPlayTest.mark(new io.parley.relay.rtmp.RtmpClient.Message(type, timestamp, body));
        }
    }

    private final DataInputStream in;
    final int flags;

    FlvStream(InputStream from) throws IOException {
        in = new DataInputStream(from);
        assertThat(in.readNBytes(4)).containsExactly('F', 'L', 'V', 1);
        flags = in.readUnsignedByte();
        assertThat(in.readInt()).isEqualTo(9);
        assertThat(in.readInt()).as("first back pointer").isZero();
    }

    /** Null at the end. */
    Tag next() throws IOException {
        int type = in.read();
        if (type < 0) {
            return null;
        }
        int length = medium();
        int timestamp = medium() | in.readUnsignedByte() << 24;
        assertThat(medium()).as("stream id").isZero();
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("tag cut short");
        }
        assertThat(in.readInt()).as("back pointer").isEqualTo(11 + length);
        return new Tag(type, timestamp, body);
    }

    private int medium() throws IOException {
        return in.readUnsignedShort() << 8 | in.readUnsignedByte();
    }
}

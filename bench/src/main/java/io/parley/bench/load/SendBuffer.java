package io.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes on their way out of one connection; what the socket does not take waits here. */
final class SendBuffer {

    private static final int FIRST_CAPACITY = 4 << 10;

    /** The bytes that wait are between 0 and the position. */
    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);

    /** A buffer with room for at least so many bytes, to be appended to at once. */
    ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            ByteBuffer larger = ByteBuffer.allocate((bytes.position() + count) * 2);
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }

    /** The number of bytes that wait. */
    int size() {
        return bytes.position();
    }

    /** Gives the socket what it takes; true when nothing is left. */
    boolean flush(SocketChannel channel) throws IOException {
        if (bytes.position() > 0) {
            bytes.flip();
            channel.write(bytes);
            bytes.compact();
        }
        return bytes.position() == 0;
    }
}

package io.parley.relay.record;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a file, read piece by piece, so that an hour's file does not hold up other recordings. */
final class FileDigest {

    /** Bytes of one piece: a few milliseconds of work. */
    private static final int PIECE = 4 << 20;

    private static final int BLOCK = 64 << 10;

    private final FileChannel channel;
    private final long size;
    private final MessageDigest digest;
    private long at;

    FileDigest(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every Java has this one.
            throw new IllegalStateException(e);
        }
    }

    /** Reads the next piece; true when all has been read. */
    boolean readOn() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long until = Math.min(size, at + PIECE);
        while (at < until) {
            block.clear().limit((int) Math.min(BLOCK, until - at));
            int count = channel.read(block, at);
            if (count < 0) {
                throw new EOFException();
            }
            digest.update(block.flip());
            at += count;
        }
        return at == size;
    }

    /** In lower-case hexadecimal; asked once, after all has been read. */
    String sum() {
        return HexFormat.of().formatHex(digest.digest());
    }
}

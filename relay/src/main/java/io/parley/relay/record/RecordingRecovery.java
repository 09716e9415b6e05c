package io.parley.relay.record;

import io.parley.relay.gate.RecordingEnd;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A recording that the process did not live to finish. What follows its last whole tag is cut off; then it is an FLV file as any
 * other. The length of a tag stands before and behind it (Adobe Flash Video File Format 10.1, E.4.1), so garbage is told from a tag.
 */
final class RecordingRecovery {

    private static final int FILE_HEADER = 13;
    private static final int TAG_HEADER = 11;
    private static final int BACK_POINTER = 4;
    private static final int BLOCK = 64 << 10;

    private final Path directory;
    private final Path unfinished;
    private final String name;
    private final long publicationId;

    private RecordingRecovery(Path directory, Path unfinished, String name, long publicationId) {
        this.directory = directory;
        this.unfinished = unfinished;
        this.name = name;
        this.publicationId = publicationId;
    }

    /** Throws NumberFormatException when this is no recording of ours. */
    static RecordingRecovery of(Path directory, Path unfinished) {
        String whole = directory.relativize(unfinished).toString().replace('\\', '/');
        String name = whole.substring(0, whole.length() - RecordedFile.UNFINISHED.length());
        String last = name.substring(name.lastIndexOf('/') + 1);
        return new RecordingRecovery(
                directory,
                unfinished,
                name,
                Long.parseLong(last.substring(0, last.length() - Recorder.SUFFIX.length())));
    }

    RecordingEnd repair() throws IOException {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Span whole = wholeTags(channel);
            if (whole.end < channel.size()) {
                channel.truncate(whole.end);
                channel.force(true);
            }
            return new RecordingEnd(
                    publicationId,
                    name,
                    RecordingEnd.Outcome.RECOVERED,
                    whole.end,
                    Math.max(0, whole.last - whole.first),
                    0,
                    digest(channel, whole.end));
        }
    }

    void keep() throws IOException {
        Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private record Span(long end, long first, long last) {}

    private static Span wholeTags(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < FILE_HEADER) {
            return new Span(0, 0, 0);
        }
        ByteBuffer header = ByteBuffer.allocate(TAG_HEADER);
        long at = FILE_HEADER;
        long first = -1;
        long last = 0;
        while (at + TAG_HEADER + BACK_POINTER <= size) {
            read(channel, header, TAG_HEADER, at);
            int length = header.getInt(0) & 0xFFFFFF;
            long time = (header.getInt(4) >>> 8) | (header.get(7) & 0xFFL) << 24;
            long behind = at + TAG_HEADER + length;
            if (behind + BACK_POINTER > size) {
                break;
            }
            read(channel, header, BACK_POINTER, behind);
            if (header.getInt(0) != TAG_HEADER + length) {
                break;
            }
            at = behind + BACK_POINTER;
            first = first < 0 ? time : first;
            last = time;
        }
        return new Span(at, Math.max(0, first), last);
    }

    private static String digest(FileChannel channel, long size) throws IOException {
        MessageDigest digest = Digests.sha256();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long at = 0; at < size; ) {
            int count = (int) Math.min(BLOCK, size - at);
            read(channel, block, count, at);
            digest.update(block);
            at += count;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Leaves what was read between position and limit. */
    private static void read(FileChannel channel, ByteBuffer into, int count, long at) throws IOException {
        into.clear().limit(count);
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                throw new EOFException();
            }
        }
        into.flip();
    }
}

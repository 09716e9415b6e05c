package io.parley.relay.record;

import io.parley.relay.gate.RecordingEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * An FLV file that grows. It is called {@code <name>.part} until its end has been taken note of, so that after a crash it can be told
 * which files were cut off. Not thread-safe.
 */
public final class RecordedFile {

    static final String UNFINISHED = ".part";

    private final Path directory;
    private final String name;
    private final FileChannel channel;
    private final MessageDigest digest = Digests.sha256();
    private long bytes;
    private boolean unsynced;

    private RecordedFile(Path directory, String name, FileChannel channel) {
        this.directory = directory;
        this.name = name;
        this.channel = channel;
    }

    static RecordedFile create(Path directory, String name) throws IOException {
        Path unfinished = directory.resolve(name + UNFINISHED);
        return new RecordedFile(directory, name, PrivateFiles.create(unfinished));
    }

    /** Appends whole tags. */
    public void append(ByteBuffer tags) throws IOException {
        digest.update(tags.duplicate());
        while (tags.hasRemaining()) {
            bytes += channel.write(tags);
        }
        unsynced = true;
    }

    /** Makes what was appended survive a crash of the machine. */
    void sync() throws IOException {
        if (unsynced) {
            unsynced = false;
            channel.force(false);
        }
    }

    RecordingEnd end(long publicationId, RecordingEnd.Outcome outcome, long durationMs, int gaps) throws IOException {
        sync();
        channel.close();
        String sum = HexFormat.of().formatHex(digest.digest());
        return new RecordingEnd(publicationId, name, outcome, bytes, durationMs, gaps, sum);
    }

    void closeQuietly() {
        try {
            channel.close();
        } catch (IOException e) {
            // What matters is that it is closed; the failure that led here has been reported.
            unsynced = false;
        }
    }

    String name() {
        return name;
    }

    /** The end has been taken note of. */
    void keep() throws IOException {
        Files.move(directory.resolve(name + UNFINISHED), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}

package io.parley.relay.record;

import io.parley.relay.gate.RecordingEnd;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A recording that the process did not live to finish. What follows its last whole tag is cut off, and its beginning gets duration and
 * index; then it is a recording as any other.
 */
final class RecordingRecovery {

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
            RecordedTags tags = RecordedTags.read(channel);
            if (tags.end() < channel.size()) {
                channel.truncate(tags.end());
            }
            tags.writeHead(channel);
            channel.force(true);
            FileDigest digest = new FileDigest(channel, tags.end());
            while (!digest.readOn()) {
                // Nothing is recorded before all files are repaired.
                continue;
            }
            return new RecordingEnd(
                    publicationId,
                    name,
                    RecordingEnd.Outcome.RECOVERED,
                    tags.end(),
                    tags.durationMs(),
                    0,
                    digest.sum());
        }
    }

    void keep() throws IOException {
        Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}

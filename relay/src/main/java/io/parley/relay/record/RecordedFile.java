package io.parley.relay.record;

import io.parley.relay.gate.RecordingEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * An FLV file that grows: its times begin at 0, and at the end it gets a duration and an index of key frames. It is called {@code
 * <name>.part} until its end has been taken note of, so that after a crash it can be told which files were cut off; those are whole up to
 * their last tag. Not thread-safe.
 */
public final class RecordedFile {

    static final String UNFINISHED = ".part";

    /** Tags are handed to the disk in pieces of about this size. */
    private static final int BUFFER = 64 << 10;

    private static final int MISSING = -1;

    private final Path directory;
    private final String name;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final KeyFrameIndex index = new KeyFrameIndex();
    private @Nullable FlvHead head;
    private @Nullable FileDigest digest;
    private boolean hasAudio;
    private boolean hasVideo;
    private long firstTime = MISSING;
    private long lastTime;
    /** With what is still in the buffer. */
    private long bytes;

    private long written;
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

    /**
     * Writes what stands before the first tag.
     *
     * @param metadata the encoder's {@code onMetaData}; null when it has sent none
     */
    public void begin(@Nullable ByteBuffer metadata) throws IOException {
        EncoderMetadata encoder = metadata == null ? null : EncoderMetadata.of(metadata);
        FlvHead begun = new FlvHead(encoder == null ? EncoderMetadata.NONE : encoder);
        head = begun;
        writeHead(begun, 0, 0);
        bytes = begun.length();
        written = bytes;
        channel.position(bytes);
    }

    private void writeHead(FlvHead begun, long durationMs, long fileSize) throws IOException {
        ByteBuffer content = begun.bytes(hasAudio, hasVideo, durationMs, fileSize, index);
        while (content.hasRemaining()) {
            channel.write(content, content.position());
        }
        unsynced = true;
    }

    /**
     * Appends whole tags, after {@link #begin}. Their times count from the first one's.
     *
     * @param tags with the stream's times
     */
    public void append(ByteBuffer tags) throws IOException {
        while (tags.hasRemaining()) {
            TagHeader tag = TagHeader.read(tags, tags.position());
            ByteBuffer body = tags.slice(tags.position() + TagHeader.LENGTH, tag.length());
            tags.position(tags.position() + tag.size());
            if (tag.type() == TagHeader.SCRIPT) {
                EncoderMetadata metadata = EncoderMetadata.of(body);
                body = metadata == null ? body : metadata.message();
            }
            append(tag, body);
        }
    }

    private void append(TagHeader tag, ByteBuffer body) throws IOException {
        firstTime = firstTime == MISSING ? tag.time() : firstTime;
        // The other track may have begun a little earlier; and 32 bits may have been passed.
        long time = Math.max(0, (int) (tag.time() - firstTime));
        lastTime = Math.max(lastTime, time);
        note(tag, time, body);
        int length = body.remaining();
        room(TagHeader.LENGTH);
        new TagHeader(tag.type(), length, time).write(buffer);
        put(body);
        room(TagHeader.BACK_POINTER);
        buffer.putInt(TagHeader.LENGTH + length);
        bytes += TagHeader.size(length);
    }

    private void note(TagHeader tag, long time, ByteBuffer body) throws IOException {
        if (tag.type() == TagHeader.VIDEO) {
            index.add(VideoTagKind.of(body), time, bytes);
        }
        boolean isNew = tag.type() == TagHeader.VIDEO && !hasVideo || tag.type() == TagHeader.AUDIO && !hasAudio;
        FlvHead begun = head;
        if (isNew && begun != null) {
            hasVideo |= tag.type() == TagHeader.VIDEO;
            hasAudio |= tag.type() == TagHeader.AUDIO;
            writeHead(begun, 0, 0);
        }
    }

    private void put(ByteBuffer part) throws IOException {
        while (part.hasRemaining()) {
            room(1);
            int count = Math.min(buffer.remaining(), part.remaining());
            buffer.put(part.slice(part.position(), count));
            part.position(part.position() + count);
        }
    }

    private void room(int count) throws IOException {
        if (buffer.remaining() < count) {
            write();
        }
    }

    private void write() throws IOException {
        buffer.flip();
        unsynced |= buffer.hasRemaining();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Hands to the operating system what was appended. */
    void flush() throws IOException {
        write();
        written = bytes;
    }

    /** Makes what was flushed survive a crash of the machine. */
    void sync() throws IOException {
        if (unsynced) {
            unsynced = false;
            channel.force(false);
        }
    }

    /** Writes duration and index; nothing is appended after that. */
    void finish() throws IOException {
        flush();
        seal();
    }

    /** The same after the disk has refused something: without the tag that it refused. */
    void finishEarly() throws IOException {
        buffer.clear();
        bytes = written;
        index.cut(written);
        channel.truncate(written);
        seal();
    }

    private void seal() throws IOException {
        if (head != null) {
            writeHead(head, lastTime, bytes);
        }
        sync();
        digest = new FileDigest(channel, bytes);
    }

    /** Reads a part of the finished file for its sum; false when there is more to read. */
    boolean digest() throws IOException {
        return digest == null || digest.readOn();
    }

    /** Closes the file; once {@link #digest} has said true. */
    RecordingEnd end(long publicationId, RecordingEnd.Outcome outcome, int gaps) throws IOException {
        channel.close();
        String sum = digest == null ? "" : digest.sum();
        return new RecordingEnd(publicationId, name, outcome, bytes, lastTime, gaps, sum);
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

package io.parley.relay.record;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The whole tags at the beginning of a file. The length of a tag stands before and behind it (Adobe Flash Video File Format 10.1,
 * E.4.1), so garbage is told from a tag.
 */
final class RecordedTags {

    private static final int FILE_HEADER = 13;

    /** What is read of each tag: its header, and what tells a key frame. */
    private static final int LOOK = TagHeader.LENGTH + 2;

    private final KeyFrameIndex index = new KeyFrameIndex();
    private @Nullable FlvHead head;
    private boolean hasAudio;
    private boolean hasVideo;
    private long end;
    private long first = -1;
    private long last;

    private RecordedTags() {}

    static RecordedTags read(FileChannel channel) throws IOException {
        RecordedTags tags = new RecordedTags();
        if (channel.size() >= FILE_HEADER) {
            tags.readAll(channel);
        }
        return tags;
    }

    private void readAll(FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer look = ByteBuffer.allocate(LOOK);
        end = FILE_HEADER;
        while (end + TagHeader.LENGTH + TagHeader.BACK_POINTER <= size) {
            read(channel, look, LOOK, end);
            TagHeader tag = TagHeader.read(look, 0);
            look.limit(Math.min(LOOK, TagHeader.LENGTH + tag.length())).position(TagHeader.LENGTH);
            if (end + tag.size() > size || !isEnded(channel, tag)) {
                return;
            }
            add(channel, tag, look);
        }
    }

    private boolean isEnded(FileChannel channel, TagHeader tag) throws IOException {
        ByteBuffer behind = ByteBuffer.allocate(TagHeader.BACK_POINTER);
        read(channel, behind, TagHeader.BACK_POINTER, end + TagHeader.LENGTH + tag.length());
        return behind.getInt(0) == TagHeader.LENGTH + tag.length();
    }

    private void add(FileChannel channel, TagHeader tag, ByteBuffer body) throws IOException {
        switch (tag.type()) {
            case TagHeader.SCRIPT -> {
                if (end == FILE_HEADER) {
                    ByteBuffer whole = ByteBuffer.allocate(tag.length());
                    read(channel, whole, tag.length(), end + TagHeader.LENGTH);
                    head = FlvHead.read(whole);
                }
            }
            case TagHeader.VIDEO -> {
                hasVideo = true;
                index.add(VideoTagKind.of(body), tag.time(), end);
            }
            default -> hasAudio |= tag.type() == TagHeader.AUDIO;
        }
        first = first < 0 ? tag.time() : first;
        last = tag.time();
        end += tag.size();
    }

    /** Behind the last whole tag. */
    long end() {
        return end;
    }

    /** From the first to the last tag. */
    long durationMs() {
        return Math.max(0, last - Math.max(0, first));
    }

    /** Writes what is known of the tags over the beginning, in a file that has room for it. */
    void writeHead(FileChannel channel) throws IOException {
        if (head != null) {
            ByteBuffer content = head.bytes(hasAudio, hasVideo, durationMs(), end, index);
            while (content.hasRemaining()) {
                channel.write(content, content.position());
            }
        }
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

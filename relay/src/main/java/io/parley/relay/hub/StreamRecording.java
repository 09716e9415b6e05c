package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.parley.relay.record.RecordedFile;
import io.parley.relay.record.RecordingTask;
import java.io.IOException;

/**
 * One publication's part of a stream on its way to a file: a cursor like a player's, that begins with the publisher and ends where the
 * next one began or the stream ended.
 */
final class StreamRecording implements StreamSink, RecordingTask {

    /** Bytes handed to the disk at a time. */
    private static final int WRITE_SIZE = 1 << 20;

    private final StreamSubscription subscription;
    private final long publicationId;
    private final LogReader reader;
    private volatile long end = Long.MAX_VALUE;
    /** The log keeps what comes from here on. */
    private volatile long position;

    /** Those that the tracks begin with, and the metadata of this publisher. */
    private SequenceHeaders headers;

    private boolean begun;
    private boolean audioBegun;
    private boolean videoBegun;
    private boolean closed;
    private int gaps;

    /** Under the stream's lock: at the place where this publisher begins. */
    StreamRecording(StreamSubscription subscription, long publicationId) {
        this.subscription = subscription;
        this.publicationId = publicationId;
        this.headers = subscription.headers().withoutMetadata();
        this.reader = subscription.reader();
        reader.moveToEdge();
        position = reader.sequence();
        subscription.log().keepFor(() -> position);
    }

    @Override
    public Wakeup wakeup() {
        // The recorder looks now and then.
        return Wakeup.NONE;
    }

    @Override
    public void sourceEnded() {
        // Only the first one was its own.
        if (end == Long.MAX_VALUE) {
            Segment newest = subscription.log().last();
            end = newest.sequence(newest.published());
        }
    }

    @Override
    public long publicationId() {
        return publicationId;
    }

    @Override
    public boolean write(RecordedFile file) throws IOException {
        // Before looking at the log, or the last messages would be missed.
        long stop = end;
        while (reader.sequence() < stop) {
            switch (reader.step()) {
                case READY -> writeNext(file, stop);
                case AT_END -> {
                    return true;
                }
                case LOST -> skip();
            }
            position = reader.sequence();
        }
        begin(file);
        return false;
    }

    private void writeNext(RecordedFile file, long stop) throws IOException {
        boolean allBegun = audioBegun && videoBegun;
        if (!reader.take(allBegun ? WRITE_SIZE : 1, stop)) {
            return;
        }
        ByteBuf tags = reader.bytes();
        try {
            if (allBegun || mayBeWritten(file, tags)) {
                file.append(tags.nioBuffer());
            }
        } finally {
            tags.release();
        }
    }

    /**
     * Writes what has to stand before one message; false when that itself is kept for later. Headers wait for their track's first frame:
     * the file has none of a track that does not come, and none that this publisher replaces before.
     */
    private boolean mayBeWritten(RecordedFile file, ByteBuf tag) throws IOException {
        MediaKind kind = reader.takenKind();
        if (kind == MediaKind.METADATA) {
            keep(kind, tag);
            return begun;
        }
        boolean trackBegun = kind.isVideo() ? videoBegun : audioBegun;
        if (kind == MediaKind.VIDEO_HEADER || kind == MediaKind.AUDIO_HEADER) {
            keep(kind, tag);
            return trackBegun;
        }
        begin(file);
        if (kind != MediaKind.DATA && !trackBegun) {
            videoBegun |= kind.isVideo();
            audioBegun |= kind.isAudio();
            writeHeaders(file, kind.isVideo());
        }
        return true;
    }

    private void keep(MediaKind kind, ByteBuf tag) {
        headers = headers.with(kind, subscription.log().format().body(tag));
    }

    private void begin(RecordedFile file) throws IOException {
        if (!begun) {
            begun = true;
            ByteBuf metadata = headers.metadata();
            file.begin(metadata == null ? null : metadata.nioBuffer());
        }
    }

    private void writeHeaders(RecordedFile file, boolean ofVideo) throws IOException {
        ByteBuf tags = subscription.log().format().headers(headers.ofTracks(ofVideo), reader.takenFrom());
        try {
            file.append(tags.nioBuffer());
        } finally {
            tags.release();
        }
    }

    /** The disk was slower than the stream's memory is large. */
    private void skip() {
        gaps++;
        KeyFramePosition key = subscription.log().freshKey();
        if (key == null || !reader.isBefore(key) || !reader.moveTo(key.segment(), key.entry())) {
            reader.moveToEdge();
        }
        reader.skipVideo();
    }

    @Override
    public int gaps() {
        return gaps;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            position = Long.MAX_VALUE;
            subscription.leave(this);
        }
    }
}

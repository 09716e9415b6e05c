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
    private final SequenceHeaders headers;
    private final LogReader reader;
    private volatile long end = Long.MAX_VALUE;
    private boolean opened;
    private boolean closed;
    private boolean timed;
    private int firstTimestamp;
    private int lastTimestamp;
    private int gaps;

    /** Under the stream's lock: at the place where this publisher begins. */
    StreamRecording(StreamSubscription subscription, long publicationId) {
        this.subscription = subscription;
        this.publicationId = publicationId;
        this.headers = subscription.headers();
        this.reader = subscription.reader();
        reader.moveToEdge();
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
        if (!opened) {
            if (stop == Long.MAX_VALUE && !subscription.isOpen()) {
                return true;
            }
            opened = true;
            give(file, subscription.openingOfAll(headers, reader.timestamp()));
        }
        while (reader.sequence() < stop) {
            switch (reader.step()) {
                case READY -> writeNext(file, stop);
                case AT_END -> {
                    return true;
                }
                case LOST -> skip();
            }
        }
        return stop == Long.MAX_VALUE;
    }

    private void writeNext(RecordedFile file, long stop) throws IOException {
        if (!reader.take(WRITE_SIZE, stop)) {
            return;
        }
        if (!timed) {
            timed = true;
            firstTimestamp = reader.takenFrom();
        }
        lastTimestamp = reader.takenUntil();
        give(file, reader.bytes());
    }

    private static void give(RecordedFile file, ByteBuf tags) throws IOException {
        try {
            file.append(tags.nioBuffer());
        } finally {
            tags.release();
        }
    }

    /** The disk was slower than the stream's memory is long. */
    private void skip() {
        gaps++;
        KeyFramePosition key = subscription.log().freshKey();
        if (key == null || !reader.isBefore(key) || !reader.moveTo(key.segment(), key.entry())) {
            reader.moveToEdge();
        }
        reader.skipVideo();
    }

    @Override
    public long durationMs() {
        return Integer.toUnsignedLong(lastTimestamp - firstTimestamp);
    }

    @Override
    public int gaps() {
        return gaps;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            subscription.leave(this);
        }
    }
}

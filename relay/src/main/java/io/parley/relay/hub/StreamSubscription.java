package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;

/** One sink's hold on a stream: the log of its wire format, and a reader in it. Confined to the sink's thread once it has joined. */
final class StreamSubscription {

    private final MediaStream stream;
    private final StreamLog log;
    private final LogReader reader;

    StreamSubscription(MediaStream stream, StreamLog log) {
        this.stream = stream;
        this.log = log;
        this.reader = new LogReader(log);
    }

    MediaStream stream() {
        return stream;
    }

    StreamLog log() {
        return log;
    }

    LogReader reader() {
        return reader;
    }

    /** True when there is media, and, where the format names them, it is known which tracks there are. */
    boolean isOpen() {
        return stream.isOpenFor(log);
    }

    /** True when nothing will be appended any more. */
    boolean isEnded() {
        return log.ended();
    }

    /** The headers of the newest message. */
    SequenceHeaders headers() {
        return stream.headers();
    }

    /** True when a player that joins now can expect video; formats that name no tracks can always. */
    boolean isVideoExpected() {
        return !log.format().namesTracks() || stream.tracks().isVideoHeard();
    }

    /** The bytes before a player's first message: of the tracks that are there now, where the format names them. The caller releases them. */
    ByteBuf opening(SequenceHeaders headers, int timestamp) {
        if (!log.format().namesTracks()) {
            return openingOfAll(headers, timestamp);
        }
        boolean audio = stream.tracks().isAudioHeard();
        boolean video = stream.tracks().isVideoHeard();
        return log.format().opening(audio, video, headers.withTracks(audio, video), timestamp);
    }

    /** The same of all tracks that there ever were. */
    private ByteBuf openingOfAll(SequenceHeaders headers, int timestamp) {
        return log.format().opening(stream.tracks().hasAudio(), stream.tracks().hasVideo(), headers, timestamp);
    }

    /** Places the reader at the first message of a stream that has no media yet. Under the stream's lock. */
    void placeAtBeginning() {
        if (!stream.tracks().hasAudio() && !stream.tracks().hasVideo()) {
            reader.moveTo(log.first(), 0);
        }
    }

    /** Lets go of the stream's memory and of the stream. */
    void leave(StreamSink sink) {
        reader.release();
        stream.leave(sink, log);
    }
}

package io.parley.relay.flv;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.hub.MessageType;
import io.parley.relay.rtmp.ProtocolViolation;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Takes FLV apart as it comes, wherever it is cut: the file header, then tags. Keeps what it was given of one unfinished tag and no
 * more. Header flags, stream ids and back pointers are not looked at; tags of unknown types are skipped. Used by one thread.
 */
public final class FlvTagDecoder {

    /** Takes the decoded tags. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param type 8, 9 or 18
         * @param timestamp milliseconds, unsigned 32 bits
         * @param body is gone after the call
         * @return false when nothing more is wanted
         */
        boolean tag(int type, int timestamp, ByteBuf body);
    }

    private enum Part {
        FILE_HEADER,
        TAG_HEADER,
        BODY
    }

    private static final int FILE_HEADER = 9;

    /** A longer file header than this is none. */
    private static final int MAX_FILE_HEADER = 64;

    private static final int SIGNATURE = 'F' << 16 | 'L' << 8 | 'V';
    private static final int ENCRYPTED = 0x20;
    private static final int TYPE = 0x1F;

    private final ByteBufAllocator memory;
    private final Sink sink;
    private final int maxVideo;
    private final int maxAudio;
    private final int maxOther;

    private final ByteBuf head = Unpooled.buffer(FlvTag.HEADER, FlvTag.HEADER);
    private Part part = Part.FILE_HEADER;
    private int skip;
    private int type;
    private int timestamp;
    private int length;
    private @Nullable ByteBuf partial;

    /**
     * @param memory for unfinished tags
     * @param config has the limits on messages, which are those of RTMP
     */
    public FlvTagDecoder(ByteBufAllocator memory, RelayConfig config, Sink sink) {
        this.memory = memory;
        this.sink = sink;
        this.maxVideo = config.get(RelaySetting.MAX_VIDEO_MESSAGE);
        this.maxAudio = config.get(RelaySetting.MAX_AUDIO_MESSAGE);
        this.maxOther = config.get(RelaySetting.MAX_COMMAND_MESSAGE);
    }

    /** The largest tag with what stands around it, in bytes. */
    public static int largestTag(RelayConfig config) {
        return FlvTag.size(Math.max(
                config.get(RelaySetting.MAX_VIDEO_MESSAGE),
                Math.max(config.get(RelaySetting.MAX_AUDIO_MESSAGE), config.get(RelaySetting.MAX_COMMAND_MESSAGE))));
    }

    /**
     * Reads all of it.
     *
     * @param in stays the caller's
     * @throws ProtocolViolation when it is no FLV or a tag is too large; nothing may come after that
     */
    public void decode(ByteBuf in) {
        boolean more = true;
        while (more && skipped(in)) {
            more = switch (part) {
                case FILE_HEADER -> fileHeader(in);
                case TAG_HEADER -> tagHeader(in);
                case BODY -> body(in);
            };
        }
    }

    private boolean skipped(ByteBuf in) {
        int now = Math.min(skip, in.readableBytes());
        in.skipBytes(now);
        skip -= now;
        return skip == 0;
    }

    private boolean isFilled(ByteBuf in, int size) {
        head.writeBytes(in, Math.min(size - head.readableBytes(), in.readableBytes()));
        return head.readableBytes() == size;
    }

    private boolean fileHeader(ByteBuf in) {
        if (!isFilled(in, FILE_HEADER)) {
            return false;
        }
        long size = head.getUnsignedInt(5);
        if (head.getUnsignedMedium(0) != SIGNATURE || size < FILE_HEADER || size > MAX_FILE_HEADER) {
            throw new ProtocolViolation(Reason.FLV_HEADER);
        }
        head.clear();
        skip = (int) size - FILE_HEADER + FlvTag.BACK_POINTER;
        part = Part.TAG_HEADER;
        return true;
    }

    private boolean tagHeader(ByteBuf in) {
        if (!isFilled(in, FlvTag.HEADER)) {
            return false;
        }
        int first = head.readUnsignedByte();
        if ((first & ENCRYPTED) != 0) {
            throw new ProtocolViolation(Reason.FLV_ENCRYPTED);
        }
        type = first & TYPE;
        length = head.readUnsignedMedium();
        timestamp = head.readUnsignedMedium() | head.readUnsignedByte() << 24;
        head.clear();
        if (type == MessageType.DATA && length > maxOther) {
            // What describes media must not end it.
            skip = length + FlvTag.BACK_POINTER;
            return true;
        }
        if (length > maxLength()) {
            throw new ProtocolViolation(Reason.MESSAGE_TOO_LARGE);
        }
        if (type == MessageType.AUDIO || type == MessageType.VIDEO || type == MessageType.DATA) {
            part = Part.BODY;
        } else {
            skip = length + FlvTag.BACK_POINTER;
        }
        return true;
    }

    private int maxLength() {
        return switch (type) {
            case MessageType.VIDEO -> maxVideo;
            case MessageType.AUDIO -> maxAudio;
            default -> maxOther;
        };
    }

    private boolean body(ByteBuf in) {
        ByteBuf begun = partial;
        if (begun == null && in.readableBytes() >= length) {
            return tag(in.readSlice(length));
        }
        if (begun == null) {
            begun = memory.buffer(in.readableBytes(), length);
            partial = begun;
        }
        begun.writeBytes(in, Math.min(length - begun.readableBytes(), in.readableBytes()));
        if (begun.readableBytes() < length) {
            return false;
        }
        partial = null;
        try {
            return tag(begun);
        } finally {
            begun.release();
        }
    }

    private boolean tag(ByteBuf body) {
        part = Part.TAG_HEADER;
        skip = FlvTag.BACK_POINTER;
        return sink.tag(type, timestamp, body);
    }

    /** Lets go of an unfinished tag; nothing may come after that. */
    public void release() {
        ByteBuf begun = partial;
        partial = null;
        if (begun != null) {
            begun.release();
        }
    }
}

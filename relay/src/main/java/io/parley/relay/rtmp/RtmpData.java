package io.parley.relay.rtmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.parley.relay.hub.MediaKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's data message in the form every player can read.
 *
 * @param kind METADATA or DATA; null to forget the metadata
 * @param body shares the message's memory or is garbage collected, nothing to release
 */
record RtmpData(@Nullable MediaKind kind, ByteBuf body) {

    /** FFmpeg ends the play at a data message that begins with anything but a string shorter than this. */
    private static final int MAX_NAME = 64;

    private static final String SET_DATA_FRAME = "@setDataFrame";
    private static final String METADATA = "onMetaData";

    /** Null when the message is not for players. */
    static @Nullable RtmpData of(RtmpMessage message) {
        ByteBuf body = message.body();
        if (message.type() == RtmpMessage.AMF3_DATA && body.isReadable() && body.readByte() != 0) {
            return null;
        }
        String name = name(body);
        if ("@clearDataFrame".equals(name)) {
            return new RtmpData(null, Unpooled.EMPTY_BUFFER);
        }
        if (SET_DATA_FRAME.equals(name)) {
            body.skipBytes(3 + SET_DATA_FRAME.length());
            name = name(body);
        }
        if (name == null) {
            return null;
        }
        return name.equals(METADATA) ? metadata(body) : new RtmpData(MediaKind.DATA, body);
    }

    private static @Nullable String name(ByteBuf body) {
        int at = body.readerIndex();
        if (body.readableBytes() < 3 || body.getByte(at) != Amf0.STRING) {
            return null;
        }
        int length = body.getUnsignedShort(at + 1);
        return length < MAX_NAME && body.readableBytes() >= 3 + length ? body.toString(at + 3, length, UTF_8) : null;
    }

    /**
     * As an ECMA array with nothing after it, whatever the encoder sent: FFmpeg insists on both. Strings pass byte for
     * byte, because not every encoder writes UTF-8. Null when there is no array, or more in it than is read.
     */
    private static @Nullable RtmpData metadata(ByteBuf body) {
        List<@Nullable Object> values;
        try {
            values = Amf0Decoder.decode(body, ISO_8859_1);
        } catch (ProtocolViolation tooMuch) {
            return null;
        }
        for (Object value : values) {
            if (value instanceof AmfObject object) {
                ByteBuf normal = Unpooled.buffer();
                Amf0Encoder.write(normal, METADATA);
                Amf0Encoder.writeEcmaArray(normal, object, ISO_8859_1);
                return new RtmpData(MediaKind.METADATA, normal);
            }
        }
        return null;
    }
}

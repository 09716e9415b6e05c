package io.parley.relay.rtmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads AMF0 as data: Double, Boolean, String, {@link AmfObject}, List, {@link AmfDate} or null. Never trusts a count,
 * never makes an object of a named class. What it cannot read ends the message there; what was read before counts.
 * Nesting and the number of values are bounded; beyond the bounds it throws.
 */
final class Amf0Decoder {

    static final int MAX_DEPTH = 16;
    static final int MAX_NODES = 4096;

    private final ByteBuf in;
    private final Charset charset;
    private int nodes;
    private boolean stopped;

    private Amf0Decoder(ByteBuf in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    /** All values up to the end, or up to the first that makes no sense. */
    static List<@Nullable Object> decode(ByteBuf in) {
        return decode(in, UTF_8);
    }

    static List<@Nullable Object> decode(ByteBuf in, Charset charset) {
        Amf0Decoder decoder = new Amf0Decoder(in, charset);
        List<@Nullable Object> values = new ArrayList<>();
        while (decoder.hasMore()) {
            Object value = decoder.value(1);
            if (!decoder.stopped || value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private boolean hasMore() {
        return !stopped && in.isReadable();
    }

    private @Nullable Object value(int depth) {
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new ProtocolViolation(Reason.AMF_BUDGET);
        }
        if (!has(1)) {
            return null;
        }
        return switch (in.readUnsignedByte()) {
            case Amf0.NUMBER -> has(8) ? (Object) in.readDouble() : null;
            case Amf0.BOOLEAN -> has(1) ? (Object) in.readBoolean() : null;
            case Amf0.STRING -> shortString();
            case Amf0.LONG_STRING, Amf0.XML -> longString();
            case Amf0.OBJECT -> properties(depth);
            case Amf0.TYPED_OBJECT -> shortString() == null ? null : properties(depth);
            case Amf0.ECMA_ARRAY -> has(4) ? countedProperties(depth) : null;
            case Amf0.STRICT_ARRAY -> has(4) ? elements(in.readUnsignedInt(), depth) : null;
            case Amf0.DATE -> has(10) ? new AmfDate(in.readDouble(), in.readShort()) : null;
            case Amf0.REFERENCE -> has(2) ? skipReference() : null;
            case Amf0.NULL, Amf0.UNDEFINED, Amf0.UNSUPPORTED -> null;
            default -> stop();
        };
    }

    private AmfObject countedProperties(int depth) {
        in.skipBytes(4);
        return properties(depth);
    }

    private AmfObject properties(int depth) {
        AmfObject object = new AmfObject();
        while (hasMore()) {
            String name = shortString();
            if (name == null || !in.isReadable()) {
                break;
            }
            if (name.isEmpty() && in.getUnsignedByte(in.readerIndex()) == Amf0.OBJECT_END) {
                in.skipBytes(1);
                break;
            }
            Object value = value(depth + 1);
            if (!stopped || value != null) {
                object.with(name, value);
            }
        }
        return object;
    }

    private List<@Nullable Object> elements(long count, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (long i = 0; i < count && hasMore(); i++) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private @Nullable Object skipReference() {
        in.skipBytes(2);
        return null;
    }

    private @Nullable String shortString() {
        return has(2) ? text(in.readUnsignedShort()) : null;
    }

    private @Nullable String longString() {
        return has(4) ? text(in.readUnsignedInt()) : null;
    }

    private @Nullable String text(long length) {
        return has(length) ? in.readString((int) length, charset) : null;
    }

    private boolean has(long count) {
        if (in.readableBytes() < count) {
            stop();
            return false;
        }
        return true;
    }

    private @Nullable Object stop() {
        stopped = true;
        return null;
    }
}

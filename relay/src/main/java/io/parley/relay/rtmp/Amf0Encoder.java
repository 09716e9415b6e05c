package io.parley.relay.rtmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the values that {@link Amf0Decoder} makes. */
final class Amf0Encoder {

    private static final int MAX_SHORT_STRING = 0xFFFF;

    private Amf0Encoder() {}

    static void write(ByteBuf out, @Nullable Object value) {
        write(out, value, UTF_8);
    }

    private static void write(ByteBuf out, @Nullable Object value, Charset charset) {
        if (value instanceof Number number) {
            out.writeByte(Amf0.NUMBER);
            out.writeDouble(number.doubleValue());
        } else if (value instanceof Boolean flag) {
            out.writeByte(Amf0.BOOLEAN);
            out.writeBoolean(flag);
        } else if (value instanceof String text) {
            writeString(out, text.getBytes(charset));
        } else if (value instanceof AmfObject object) {
            out.writeByte(Amf0.OBJECT);
            writeProperties(out, object, charset);
        } else if (value instanceof List<?> list) {
            out.writeByte(Amf0.STRICT_ARRAY);
            out.writeInt(list.size());
            list.forEach(element -> write(out, element, charset));
        } else if (value instanceof AmfDate date) {
            out.writeByte(Amf0.DATE);
            out.writeDouble(date.millis());
            out.writeShort(date.zone());
        } else {
            out.writeByte(Amf0.NULL);
        }
    }

    static void writeEcmaArray(ByteBuf out, AmfObject object, Charset charset) {
        out.writeByte(Amf0.ECMA_ARRAY);
        out.writeInt(object.properties().size());
        writeProperties(out, object, charset);
    }

    private static void writeProperties(ByteBuf out, AmfObject object, Charset charset) {
        for (AmfObject.Property property : object.properties()) {
            byte[] name = property.name().getBytes(charset);
            out.writeShort(name.length);
            out.writeBytes(name);
            write(out, property.value(), charset);
        }
        out.writeMedium(Amf0.OBJECT_END);
    }

    private static void writeString(ByteBuf out, byte[] bytes) {
        if (bytes.length > MAX_SHORT_STRING) {
            out.writeByte(Amf0.LONG_STRING);
            out.writeInt(bytes.length);
        } else {
            out.writeByte(Amf0.STRING);
            out.writeShort(bytes.length);
        }
        out.writeBytes(bytes);
    }
}

package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code onMetaData} of a file. */
public record ScriptTag(Map<String, @Nullable Object> properties) {

    public static ScriptTag of(byte[] body) {
        ByteBuf in = Unpooled.wrappedBuffer(body);
        List<@Nullable Object> values = Amf0Decoder.decode(in);
        assertThat(in.isReadable()).as("something behind it").isFalse();
        assertThat(values).hasSize(2).startsWith("onMetaData");
        Map<String, @Nullable Object> properties = properties(values.get(1));
        assertThat(Unpooled.wrappedBuffer(body).getInt(14)).as("count").isEqualTo(properties.size());
        return new ScriptTag(properties);
    }

    private static Map<String, @Nullable Object> properties(@Nullable Object value) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        for (AmfObject.Property each : ((AmfObject) value).properties()) {
            assertThat(properties.put(each.name(), each.value()))
                    .as(each.name())
                    .isNull();
        }
        return properties;
    }

    public double duration() {
        return (Double) properties.get("duration");
    }

    /** Seconds; empty when there is no index. */
    public List<Double> times() {
        return index("times");
    }

    public List<Double> positions() {
        return index("filepositions");
    }

    @SuppressWarnings("unchecked")
    private List<Double> index(String name) {
        Object index = properties.get("keyframes");
        return index == null ? List.of() : (List<Double>) properties(index).get(name);
    }

    /** As an encoder sends it, with what it cannot know of a file. */
    public static byte[] encoder(double width) {
        ByteBuf body = Unpooled.buffer();
        Amf0Encoder.write(body, "@setDataFrame");
        Amf0Encoder.write(body, "onMetaData");
        AmfObject index = new AmfObject().with("times", List.of(1.0)).with("filepositions", List.of(99.0));
        Amf0Encoder.write(
                body,
                new AmfObject()
                        .with("duration", 3600.0)
                        .with("width", width)
                        .with("filesize", 12.0)
                        .with("keyframes", index)
                        .with("encoder", "x".repeat(300))
                        .with("nested", new AmfObject().with("list", List.of(1.0, true, "s", new AmfObject())))
                        .with("hasVideo", false));
        return ByteBufUtil.getBytes(body);
    }
}

package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.parley.relay.flv.FlvWireFormat;
import io.parley.relay.rtmp.FuzzTarget;
import io.parley.relay.rtmp.RtmpWireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Classification of audio and video messages, the headers kept of them, and the formats they leave in. */
public final class MediaFuzzTarget implements FuzzTarget {

    private static final List<WireFormat> FORMATS =
            List.of(RtmpWireFormat.INSTANCE, FlvWireFormat.PLAIN, FlvWireFormat.CHUNKED, FlvWireFormat.WEBSOCKET);

    private final List<byte[]> bodies;

    /** The state that one run leaves for the next, so that they add up. */
    private SequenceHeaders headers = SequenceHeaders.NONE;

    /**
     * @param bodies messages, each behind a byte with its type
     */
    public MediaFuzzTarget(List<byte[]> bodies) {
        this.bodies = bodies;
    }

    @Override
    public String name() {
        return "MEDIA";
    }

    @Override
    public List<byte[]> seeds() {
        return bodies;
    }

    @Override
    public int prefix() {
        return 1;
    }

    @Override
    public int typicalLength() {
        return 100;
    }

    @Override
    public int run(byte[] input) {
        if (input.length < 2) {
            return 0;
        }
        boolean video = input[0] == MessageType.VIDEO;
        ByteBuf body = Unpooled.wrappedBuffer(input, 1, input.length - 1);
        MediaKind kind = video ? MediaKind.ofVideo(body) : MediaKind.ofAudio(body);
        check(body.readableBytes() == input.length - 1, "nothing is consumed");
        if (kind == null) {
            return 1;
        }
        headers = headers.with(kind, body);
        List<ByteBuf> kept = new ArrayList<>();
        headers.forEach((each, header) -> kept.add(header));
        check(kept.size() <= SequenceHeaders.MAX_HEADERS + 1, "headers kept");
        check(
                kept.stream().allMatch(header -> header.readableBytes() <= SequenceHeaders.MAX_LENGTH),
                "length of headers");
        int time = input.length * 0x10001 << 8;
        for (WireFormat format : FORMATS) {
            ByteBuf out = Unpooled.buffer();
            format.write(out, kind, time, body);
            check(out.readableBytes() == format.size(kind, time, body.readableBytes()), "size as announced");
            check(format.body(out).equals(body), "body as it was");
        }
        return Objects.hash(kind, kept.size(), input[1]);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}

package io.parley.relay.rtmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.flv.FlvTagDecoder;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The parts of the way in, each alone. */
enum FuzzTargets implements FuzzTarget {
    HANDSHAKE {
        @Override
        public List<byte[]> seeds() {
            List<byte[]> seeds = new ArrayList<>(Corpus.connections());
            for (int schema : HandshakeDigest.SCHEMAS) {
                byte[] digest = Arrays.copyOf(EmbeddedClient.handshake(), EmbeddedClient.HANDSHAKE + 20);
                System.arraycopy(HandshakeDigest.c1(schema), 0, digest, 1, HandshakeDigest.PACKET);
                seeds.add(digest);
            }
            return seeds;
        }

        @Override
        public int typicalLength() {
            return 2 * EmbeddedClient.HANDSHAKE;
        }

        @Override
        public int run(byte[] input) {
            RtmpHandshakeHandler handshake = new RtmpHandshakeHandler();
            Fed fed = feed(handshake, input, 2 * EmbeddedClient.HANDSHAKE);
            boolean whole = input.length >= EmbeddedClient.HANDSHAKE && input[0] == 3;
            check(fed.violation == null || fed.violation == Reason.HANDSHAKE_VERSION, "violation");
            check((fed.violation != null) == (input.length > 0 && input[0] != 3), "version");
            check(
                    fed.bytesOut
                            == (whole || input.length > HandshakeDigest.PACKET && input[0] == 3
                                    ? EmbeddedClient.HANDSHAKE
                                    : 0),
                    "answer");
            check(fed.bytesIn == (whole ? input.length - EmbeddedClient.HANDSHAKE : 0), "bytes behind the handshake");
            return Objects.hash(fed.violation, whole, fed.bytesOut);
        }
    },

    CHUNKS {
        @Override
        public List<byte[]> seeds() {
            List<byte[]> seeds = new ArrayList<>(Corpus.chunks());
            Wire unfinished = new Wire();
            for (int id = 10; id < 20; id++) {
                unfinished.type0(id, 0, 5_000, RtmpMessage.VIDEO, 1).fill(128, 'v');
            }
            seeds.add(unfinished.bytes());
            return seeds;
        }

        @Override
        public int run(byte[] input) {
            // So little that short inputs come to the limit; and the limit for media, which may be long.
            ChunkLimits limits = new ChunkLimits(8, 8 << 10, 4 << 20, 256 << 10, 64 << 10);
            Fed fed = feed(new RtmpChunkDecoder(limits), input, limits.partialBytes());
            return Objects.hash(fed.violation, fed.types, bucket(fed.messages));
        }
    },

    FLV {
        @Override
        public List<byte[]> seeds() {
            return Corpus.flv();
        }

        @Override
        public int prefix() {
            return 13;
        }

        @Override
        public int run(byte[] input) {
            // So little that short inputs come to the limit.
            RelayConfig config = RelayConfig.forCalls("", 0)
                    .with(RelaySetting.MAX_VIDEO_MESSAGE, 64 << 10)
                    .with(RelaySetting.MAX_AUDIO_MESSAGE, 4 << 10)
                    .with(RelaySetting.MAX_COMMAND_MESSAGE, 4 << 10);
            UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
            int[] got = new int[3];
            FlvTagDecoder decoder = new FlvTagDecoder(memory, config, (type, timestamp, body) -> {
                check(type == RtmpMessage.AUDIO || type == RtmpMessage.VIDEO || type == RtmpMessage.AMF0_DATA, "type");
                check(body.readableBytes() <= (type == RtmpMessage.VIDEO ? 64 << 10 : 4 << 10), "length");
                got[0]++;
                got[1] |= 1 << type;
                got[2] += body.readableBytes();
                return true;
            });
            Reason violation = null;
            Random segments = new Random(Arrays.hashCode(input));
            for (int at = 0; at < input.length && violation == null; ) {
                int length = Math.min(input.length - at, 1 + segments.nextInt(1 + segments.nextInt(2_000)));
                ByteBuf in = Unpooled.wrappedBuffer(input, at, length);
                try {
                    decoder.decode(in);
                    check(!in.isReadable(), "all is read");
                } catch (ProtocolViolation broken) {
                    violation = broken.reason();
                }
                at += length;
                check(got[2] <= at, "no more comes out than went in");
                long held = memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
                check(held <= 2L * at + 64, "memory held: " + held + " after " + at);
            }
            decoder.release();
            check(memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory() == 0, "memory released");
            return Objects.hash(violation, got[1], bucket(got[0]));
        }
    },

    AMF {
        @Override
        public List<byte[]> seeds() {
            return Corpus.bodies(type -> type >= RtmpMessage.AMF3_DATA && type <= RtmpMessage.AMF0_COMMAND);
        }

        @Override
        public int prefix() {
            return 1;
        }

        @Override
        public int run(byte[] input) {
            if (input.length == 0) {
                return 0;
            }
            int type = input[0] & 0xFF;
            int outcome = type;
            try {
                ByteBuf body = Unpooled.wrappedBuffer(input, 1, input.length - 1);
                List<@Nullable Object> values = Amf0Decoder.decode(body.duplicate());
                ByteBuf again = Unpooled.buffer();
                values.forEach(value -> Amf0Encoder.write(again, value));
                Amf0Decoder.decode(again);
                for (Object value : values) {
                    outcome =
                            31 * outcome + (value == null ? 0 : value.getClass().hashCode());
                }
                RtmpCommand command = RtmpCommand.of(new RtmpMessage(type, 0, 0, body.duplicate()));
                RtmpData data = RtmpData.of(new RtmpMessage(type, 0, 0, body.duplicate()));
                if (data != null && data.kind() == io.parley.relay.hub.MediaKind.METADATA) {
                    checkMetadata(data.body());
                }
                return Objects.hash(outcome, command == null, data == null ? null : data.kind());
            } catch (ProtocolViolation violation) {
                check(violation.reason() == Reason.AMF_BUDGET, "reason");
                return Objects.hash(violation.reason());
            }
        }

        /** FFmpeg ends the play at metadata that is anything but one array. */
        private void checkMetadata(ByteBuf body) {
            check(body.readableBytes() < 1 << 20, "metadata grows");
            check(body.getUnsignedMedium(body.writerIndex() - 3) == Amf0.OBJECT_END, "metadata has an end");
            check(Amf0Decoder.decode(body, ISO_8859_1).size() == 2, "metadata is a name and an array");
            check(!body.isReadable(), "nothing behind the metadata");
        }
    };

    /** The output of a handler. */
    private static final class Fed {
        @Nullable
        Reason violation;

        int messages;
        int types;
        int bytesIn;
        int bytesOut;
    }

    private static Fed feed(ChannelHandler handler, byte[] input, int mayHold) {
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        channel.config().setAllocator(memory);
        Fed fed = new Fed();
        Random segments = new Random(Arrays.hashCode(input));
        int longest = 0;
        for (int at = 0; at < input.length; ) {
            int length = Math.min(input.length - at, 1 + segments.nextInt(1 + segments.nextInt(2_000)));
            try {
                channel.writeInbound(memory.directBuffer(length).writeBytes(input, at, length));
            } catch (ProtocolViolation violation) {
                check(fed.violation == null, "one violation");
                fed.violation = violation.reason();
            }
            at += length;
            drain(channel, fed);
            // A cut header keeps the buffer that it came in, and that grows in powers of two.
            longest = Math.max(longest, length);
            long held = memory.metric().usedDirectMemory();
            check(held <= mayHold + 4L * longest + 128, "memory held: " + held + " after " + at);
        }
        channel.finishAndReleaseAll();
        check(memory.metric().usedDirectMemory() == 0, "memory released");
        return fed;
    }

    private static void drain(EmbeddedChannel channel, Fed fed) {
        for (Object in = channel.readInbound(); in != null; in = channel.readInbound()) {
            if (in instanceof RtmpMessage message) {
                fed.messages++;
                fed.types |= 1 << message.type();
                message.release();
            } else if (in instanceof ByteBuf bytes) {
                fed.bytesIn += bytes.readableBytes();
                bytes.release();
            }
        }
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            fed.bytesOut += out.readableBytes();
            out.release();
        }
    }

    static int bucket(long count) {
        return 64 - Long.numberOfLeadingZeros(count);
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}

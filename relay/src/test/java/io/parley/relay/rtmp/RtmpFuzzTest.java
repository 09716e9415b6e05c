package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.RecordingGate;
import io.parley.relay.RelayConfig;
import io.parley.relay.RelaySetting;
import io.parley.relay.hub.StreamHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken sessions end in a named violation or go on; they never end in an exception of ours. Seeds are fixed. */
class RtmpFuzzTest {

    private static final int ROUNDS = 250;

    private final List<LogRecord> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger("io.parley.relay");
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(record);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final RecordingGate gate = new RecordingGate();
    private final StreamHub hub = new StreamHub(
            RelayConfig.forCalls("", 0).with(RelaySetting.PUBLISHER_GRACE_MS, 0),
            gate,
            RtmpWireFormat.INSTANCE,
            System::nanoTime);

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
        logger.setLevel(Level.WARNING);
    }

    @AfterEach
    void nothingWasOurs() {
        logger.removeHandler(listener);
        logger.setLevel(null);
        assertThat(warnings).extracting(LogRecord::getThrown).isEmpty();
        assertThat(hub.publications()).isZero();
        assertThat(hub.playbacks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutatedSessionsEndCleanly(long seed) {
        Random random = new Random(seed);
        byte[] whole = session();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutated = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = 3073 + random.nextInt(mutated.length - 3073);
                mutated[at] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : mutated[at] ^ 1 << random.nextInt(8));
            }
            play(mutated, random.nextInt(300) + 1);
        }
        assertThat(gate.publishEnds).isNotEmpty();
    }

    @Test
    void noiseEndsCleanly() {
        Random random = new Random(5);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[3073 + random.nextInt(2_000)];
            random.nextBytes(noise);
            noise[0] = 3;
            play(noise, 500);
        }
    }

    @Test
    void unharmedSessionGetsThrough() {
        play(session(), 7);
        assertThat(gate.publishEnds).hasSize(1);
        assertThat(gate.publishEnds.peek().bytes()).isGreaterThan(400);
    }

    private void play(byte[] bytes, int cut) {
        EmbeddedChannel channel = new EmbeddedChannel();
        RtmpPipeline.install(channel, hub);
        for (int at = 0; at < bytes.length && channel.isOpen(); at += cut) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(cut, bytes.length - at)));
            channel.runPendingTasks();
        }
        channel.close();
        channel.runPendingTasks();
        channel.finishAndReleaseAll();
    }

    /** A publisher's session with every kind of message the relay looks into. */
    private static byte[] session() {
        ByteBuf out = Unpooled.buffer().writeByte(3).writeZero(2 * HandshakeDigest.PACKET);
        out.writeBytes(Bytes.setChunkSize(4096));
        write(out, RtmpMessage.WINDOW_ACK_SIZE, Unpooled.copyInt(5000));
        write(
                out,
                RtmpMessage.AMF0_COMMAND,
                amf("connect", 1.0, new AmfObject().with("app", "live").with("tcUrl", "x")));
        write(out, RtmpMessage.AMF0_COMMAND, amf("createStream", 2.0, null));
        write(out, RtmpMessage.AMF0_COMMAND, amf("publish", 3.0, null, "a?ticket=t", "live"));
        write(out, RtmpMessage.USER_CONTROL, Unpooled.buffer().writeShort(6).writeInt(9));
        write(out, RtmpMessage.AMF0_DATA, amf("@setDataFrame", "onMetaData", new AmfObject().with("width", 1.0)));
        write(out, RtmpMessage.AMF3_DATA, Unpooled.buffer().writeByte(0).writeBytes(amf("onTextData", "x")));
        write(out, RtmpMessage.VIDEO, Unpooled.copyLong(0x1700000000000000L));
        write(out, RtmpMessage.VIDEO, Unpooled.copyLong(0x97ff000000680000L));
        write(out, RtmpMessage.AUDIO, Unpooled.copyLong(0xAF00121000000000L));
        write(out, RtmpMessage.VIDEO, Bytes.filled(400, 0x17));
        ByteBuf aggregate = Unpooled.buffer()
                .writeByte(8)
                .writeMedium(3)
                .writeMedium(5)
                .writeByte(0)
                .writeMedium(0);
        aggregate
                .writeMedium(0xAF0101)
                .writeInt(14)
                .writeByte(9)
                .writeMedium(2)
                .writeLong(0)
                .writeShort(0x2701);
        write(out, RtmpMessage.AGGREGATE, aggregate);
        write(
                out,
                RtmpMessage.AMF3_COMMAND,
                Unpooled.buffer().writeByte(0).writeBytes(amf("deleteStream", 4.0, null, 1.0)));
        return ByteBufUtil.getBytes(out);
    }

    private static ByteBuf amf(Object... values) {
        ByteBuf out = Unpooled.buffer();
        for (Object value : values) {
            Amf0Encoder.write(out, value);
        }
        return out;
    }

    private static void write(ByteBuf out, int type, ByteBuf body) {
        ChunkWriter.write(out, 3, type, 10, 1, body);
    }
}

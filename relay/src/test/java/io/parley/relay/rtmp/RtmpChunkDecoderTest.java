package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.RelayConfig;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpChunkDecoderTest {

    private record Got(int type, int timestamp, int streamId, String body) {}

    private static final int AUDIO = RtmpMessage.AUDIO;
    private static final int VIDEO = RtmpMessage.VIDEO;

    private final EmbeddedChannel channel =
            new EmbeddedChannel(new RtmpChunkDecoder(ChunkLimits.publisher(RelayConfig.forCalls("", 0))));

    @AfterEach
    void letGo() {
        channel.finishAndReleaseAll();
    }

    @Test
    void type3StraightAfterType0AddsTheType0Timestamp() {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Bytes.type0(4, 23, 1, AUDIO, 1)).writeByte('a');
        in.writeBytes(Bytes.type3(4)).writeByte('b');
        in.writeBytes(Bytes.type3(4)).writeByte('c');
        assertThat(decode(in)).extracting(Got::timestamp).containsExactly(23, 46, 69);
    }

    @Test
    void type3StraightAfterExtendedType0AddsTheExtendedTimestamp() {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Bytes.type0(4, 0xFFFFFF, 1, AUDIO, 1)).writeInt(0x1000000).writeByte('a');
        in.writeBytes(Bytes.type3(4)).writeInt(0x1000000).writeByte('b');
        assertThat(decode(in)).extracting(Got::timestamp).containsExactly(0x1000000, 0x2000000);
    }

    @Test
    void type3AfterDeltasRepeatsTheDelta() {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Bytes.type0(4, 1000, 1, AUDIO, 7)).writeByte('a');
        in.writeBytes(Bytes.type1(4, 20, 2, AUDIO)).writeBytes("bb".getBytes());
        in.writeBytes(Bytes.type2(4, 30)).writeBytes("cc".getBytes());
        in.writeBytes(Bytes.type3(4)).writeBytes("dd".getBytes());
        assertThat(decode(in))
                .containsExactly(
                        new Got(AUDIO, 1000, 7, "a"),
                        new Got(AUDIO, 1020, 7, "bb"),
                        new Got(AUDIO, 1050, 7, "cc"),
                        new Got(AUDIO, 1080, 7, "dd"));
    }

    @Test
    void absoluteTimeOfVideoSurvivesAudioDeltasInBetween() {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Bytes.type0(6, 500, 200, VIDEO, 1)).writeBytes(Bytes.filled(128, 'v'));
        in.writeBytes(Bytes.type0(4, 480, 1, AUDIO, 1)).writeByte('a');
        in.writeBytes(Bytes.type1(4, 23, 1, AUDIO)).writeByte('b');
        in.writeBytes(Bytes.type3(6)).writeBytes(Bytes.filled(72, 'v'));
        assertThat(decode(in)).extracting(Got::timestamp).containsExactly(480, 503, 500);
    }

    @Test
    void type1MayComeFirstOnAChunkStream() {
        ByteBuf in = Bytes.type1(3, 40, 1, AUDIO).writeByte('a');
        assertThat(decode(in)).containsExactly(new Got(AUDIO, 40, 0, "a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void otherTypesMayNot(int format) {
        ByteBuf in = format == 2 ? Bytes.type2(3, 1) : Bytes.type3(3);
        assertThat(violation(in.writeByte('a'))).isEqualTo(Reason.FIRST_CHUNK_NOT_FULL);
    }

    @Test
    void longFormsOfAnIdAreTheSameChunkStream() {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Bytes.type0(64, 10, 1, AUDIO, 1)).writeByte('a');
        Bytes.longForm(in, 3, 64);
        in.writeByte('b');
        in.writeBytes(Bytes.type0(65_599, 5, 1, AUDIO, 1)).writeByte('c');
        assertThat(decode(in)).extracting(Got::timestamp).containsExactly(10, 20, 5);
    }

    @Test
    void newChunkSizeHoldsForTheRestOfAnUnfinishedMessage() {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Bytes.type0(6, 0, 428, VIDEO, 1)).writeBytes(Bytes.filled(128, 'v'));
        in.writeBytes(Bytes.setChunkSize(4096));
        in.writeBytes(Bytes.type3(6)).writeBytes(Bytes.filled(300, 'v'));
        assertThat(decode(in)).extracting(Got::body).containsExactly("v".repeat(428));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 0x80000000, 0xFFFFFFFF})
    void chunkSizesOutOfBoundsAreRefused(int size) {
        assertThat(violation(Bytes.setChunkSize(size))).isEqualTo(Reason.CHUNK_SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 0xFFFFFF, 0x7FFFFFFF})
    void chunkSizesWithinAreTaken(int size) {
        ByteBuf in = Bytes.setChunkSize(size);
        in.writeBytes(Bytes.type0(4, 0, 1, AUDIO, 1)).writeByte('a');
        assertThat(decode(in)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {RtmpMessage.SET_CHUNK_SIZE, RtmpMessage.ABORT})
    void shortControlMessagesAreRefused(int type) {
        assertThat(violation(Bytes.type0(2, 0, 3, type, 0).writeMedium(0))).isEqualTo(Reason.CONTROL_LENGTH);
    }

    @Test
    void threeInterleavedMessagesArriveIntactInOrderOfCompletion() {
        ByteBuf in = Bytes.setChunkSize(4096);
        int length = 200_000;
        for (int at = 0; at < length; at += 4096) {
            for (int id = 4; id < 7; id++) {
                in.writeBytes(at == 0 ? Bytes.type0(id, id, length, VIDEO, 1) : Bytes.type3(id));
                in.writeBytes(Bytes.filled(Math.min(4096, length - at), 'a' + id));
            }
        }
        List<Got> got = decode(in);
        assertThat(got).extracting(Got::timestamp).containsExactly(4, 5, 6);
        assertThat(got).allSatisfy(each -> assertThat(each.body())
                .isEqualTo(String.valueOf((char) ('a' + each.timestamp())).repeat(length)));
    }

    @Test
    void newMessageInsideAnUnfinishedOneIsRefused() {
        ByteBuf in = Bytes.type0(6, 0, 200, VIDEO, 1).writeBytes(Bytes.filled(128, 'v'));
        assertThat(violation(in.writeBytes(Bytes.type0(6, 0, 200, VIDEO, 1)))).isEqualTo(Reason.MESSAGE_CUT_SHORT);
    }

    @Test
    void lengthMayNotChangeInsideAMessage() {
        ByteBuf in = Bytes.type0(6, 0, 200, VIDEO, 1).writeBytes(Bytes.filled(128, 'v'));
        assertThat(violation(in.writeBytes(Bytes.type1(6, 0, 5000, VIDEO)))).isEqualTo(Reason.MESSAGE_CUT_SHORT);
    }

    @Test
    void repeatedHeaderOfTheSameLengthContinues() {
        ByteBuf in = Bytes.type0(6, 9, 130, VIDEO, 1).writeBytes(Bytes.filled(128, 'v'));
        in.writeBytes(Bytes.type1(6, 0, 130, VIDEO)).writeBytes(Bytes.filled(2, 'v'));
        assertThat(decode(in)).containsExactly(new Got(VIDEO, 9, 1, "v".repeat(130)));
    }

    @Test
    void emptyAudioIsAMessage() {
        assertThat(decode(Bytes.type0(4, 5, 0, AUDIO, 1))).containsExactly(new Got(AUDIO, 5, 1, ""));
    }

    @Test
    void abortDropsOneMessageAndKeepsItsTime() {
        ByteBuf in = Bytes.type0(6, 100, 200, VIDEO, 1).writeBytes(Bytes.filled(128, 'v'));
        in.writeBytes(Bytes.type0(2, 0, 4, RtmpMessage.ABORT, 0)).writeInt(6);
        in.writeBytes(Bytes.type0(2, 0, 4, RtmpMessage.ABORT, 0)).writeInt(999);
        in.writeBytes(Bytes.type1(6, 40, 1, VIDEO)).writeByte('w');
        assertThat(decode(in)).containsExactly(new Got(VIDEO, 140, 1, "w"));
    }

    @Test
    void oversizedMessagesAreRefusedOnTheirHeader() {
        assertThat(violation(Bytes.type0(6, 0, (4 << 20) + 1, VIDEO, 1))).isEqualTo(Reason.MESSAGE_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {AUDIO, RtmpMessage.AMF0_COMMAND, RtmpMessage.SET_CHUNK_SIZE, 99})
    void everyTypeHasItsBound(int type) {
        assertThat(violation(Bytes.type0(6, 0, 0xFFFFFF, type, 1))).isEqualTo(Reason.MESSAGE_TOO_LARGE);
    }

    @Test
    void thirtyThirdOpenMessageIsRefused() {
        ByteBuf in = Unpooled.buffer();
        for (int id = 3; id < 35; id++) {
            in.writeBytes(Bytes.type0(id, 0, 4 << 20, VIDEO, 1)).writeBytes(Bytes.filled(128, 'v'));
        }
        assertThat(decode(in)).isEmpty();
        assertThat(violation(Bytes.type0(40, 0, 4 << 20, VIDEO, 1))).isEqualTo(Reason.TOO_MANY_CHUNK_STREAMS);
    }

    @Test
    void unfinishedMessagesAreBoundedTogether() {
        RtmpChunkDecoder decoder = new RtmpChunkDecoder(ChunkLimits.beforeAuth(RelayConfig.forCalls("", 0)));
        EmbeddedChannel strict = new EmbeddedChannel(decoder);
        strict.writeInbound(Bytes.setChunkSize(40_000));
        strict.writeInbound(Bytes.type0(4, 0, 50_000, VIDEO, 1).writeBytes(Bytes.filled(40_000, 'v')));
        ByteBuf more = Bytes.type0(6, 0, 50_000, VIDEO, 1).writeBytes(Bytes.filled(40_000, 'v'));
        ProtocolViolation violation = catchThrowableOfType(ProtocolViolation.class, () -> strict.writeInbound(more));
        assertThat(violation.reason()).isEqualTo(Reason.TOO_MANY_PARTIAL_BYTES);
        strict.finishAndReleaseAll();
    }

    @Test
    void nothingIsReadAfterAViolation() {
        violation(Bytes.setChunkSize(0));
        assertThat(decode(Bytes.type0(4, 0, 1, AUDIO, 1).writeByte('a'))).isEmpty();
    }

    @Test
    void extensionRepeatedOnContinuationIsSkipped() {
        ByteBuf in = Bytes.type0(6, 0xFFFFFF, 200, VIDEO, 1).writeInt(0x1234567).writeBytes(Bytes.filled(128, 'v'));
        in.writeBytes(Bytes.type3(6)).writeInt(0x1234567).writeBytes(Bytes.filled(72, 'v'));
        assertThat(decode(in)).containsExactly(new Got(VIDEO, 0x1234567, 1, "v".repeat(200)));
    }

    @Test
    void extensionNotRepeatedIsNoticed() {
        ByteBuf in = Bytes.type0(6, 0xFFFFFF, 200, VIDEO, 1).writeInt(0x1234567).writeBytes(Bytes.filled(128, 'v'));
        in.writeBytes(Bytes.type3(6)).writeBytes(Bytes.filled(72, 'v'));
        assertThat(decode(in)).containsExactly(new Got(VIDEO, 0x1234567, 1, "v".repeat(200)));
    }

    @Test
    void extendedDeltaNearTheLastTimeIsAnAbsoluteTime() {
        ByteBuf in = Bytes.type0(6, 0xFFFFFF, 1, VIDEO, 1).writeInt(0x1000000).writeByte('v');
        in.writeBytes(Bytes.type1(6, 0xFFFFFF, 1, VIDEO))
                .writeInt(0x1000000 + 40)
                .writeByte('v');
        assertThat(decode(in)).extracting(Got::timestamp).containsExactly(0x1000000, 0x1000000 + 40);
    }

    @Test
    void sameMessagesWhereverTheStreamIsCut() {
        ByteBuf whole = Bytes.setChunkSize(150);
        whole.writeBytes(Bytes.type0(6, 0xFFFFFF, 300, VIDEO, 1))
                .writeInt(0x2000000)
                .writeBytes(Bytes.filled(150, 'v'));
        whole.writeBytes(Bytes.type0(300, 480, 1, AUDIO, 1)).writeByte('a');
        whole.writeBytes(Bytes.type3(6)).writeInt(0x2000000).writeBytes(Bytes.filled(150, 'v'));
        whole.writeBytes(Bytes.type1(300, 23, 0, AUDIO));
        byte[] bytes = ByteBufUtil.getBytes(whole);
        List<Got> expected = decode(whole);
        assertThat(expected).hasSize(3);
        for (int cut = 1; cut < bytes.length; cut++) {
            EmbeddedChannel each =
                    new EmbeddedChannel(new RtmpChunkDecoder(ChunkLimits.publisher(RelayConfig.forCalls("", 0))));
            each.writeInbound(Unpooled.copiedBuffer(bytes, 0, cut));
            each.writeInbound(Unpooled.copiedBuffer(bytes, cut, bytes.length - cut));
            assertThat(read(each)).as("cut at %d", cut).isEqualTo(expected);
            each.finishAndReleaseAll();
        }
    }

    private List<Got> decode(ByteBuf in) {
        channel.writeInbound(in);
        return read(channel);
    }

    private static List<Got> read(EmbeddedChannel from) {
        List<Got> all = new ArrayList<>();
        for (RtmpMessage message = from.readInbound(); message != null; message = from.readInbound()) {
            String body = message.body().toString(java.nio.charset.StandardCharsets.US_ASCII);
            all.add(new Got(message.type(), message.timestamp(), message.streamId(), body));
            message.release();
        }
        return all;
    }

    private Reason violation(ByteBuf in) {
        return catchThrowableOfType(ProtocolViolation.class, () -> channel.writeInbound(in))
                .reason();
    }
}

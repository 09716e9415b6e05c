package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import io.parley.relay.rtmp.Replay.Got;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks into messages, chunk header by chunk header. What sessions make of the messages is tested next door. */
@Isolated("counts the memory of the whole process")
class ChunkConformanceTest {

    private static final int AUDIO = RtmpMessage.AUDIO;
    private static final int VIDEO = RtmpMessage.VIDEO;

    @Test
    void c1_chunksHave128BytesUntilSetChunkSize() {
        Wire wire =
                new Wire().type0(6, 0, 129, VIDEO, 1).fill(128, 'v').type3(6).fill(1, 'w');
        assertThat(messages(wire)).extracting(Got::body).containsExactly("v".repeat(128) + "w");
    }

    @Test
    void c4_newChunkSizeHoldsForTheRestOfAnUnfinishedMessage() {
        Wire wire = new Wire()
                .type0(6, 0, 428, VIDEO, 1)
                .fill(128, 'v')
                .chunkSize(4096)
                .type3(6)
                .fill(300, 'w');
        assertThat(messages(wire)).extracting(Got::body).containsExactly("v".repeat(128) + "w".repeat(300));
    }

    @Test
    void c4_smallerChunkSizeHoldsToo() {
        Wire wire = new Wire()
                .chunkSize(300)
                .type0(6, 0, 500, VIDEO, 1)
                .fill(300, 'v')
                .chunkSize(128);
        wire.type3(6).fill(128, 'w').type3(6).fill(72, 'x');
        assertThat(messages(wire))
                .extracting(Got::body)
                .containsExactly("v".repeat(300) + "w".repeat(128) + "x".repeat(72));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x80000000, 0xFFFFFFFF})
    void c5_chunkSizesOutOfBoundsAreRefused(int size) {
        assertThat(violation(setChunkSize(size))).isEqualTo(Reason.CHUNK_SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 129, 0xFFFFFF, 0x1000000, 0x7FFFFFFF})
    void c5_chunkSizesWithinAreTakenAndLargerOnesCut(int size) {
        Wire wire = setChunkSize(size).type0(6, 0, 300, VIDEO, 1);
        if (size < 300) {
            wire.fill(size, 'v').type3(6).fill(Math.min(size, 300 - size), 'v');
            wire.type3(6).fill(Math.max(0, 300 - 2 * size), 'v');
        } else {
            wire.fill(300, 'v');
        }
        assertThat(messages(wire)).first().extracting(Got::body).isEqualTo("v".repeat(300));
    }

    @ParameterizedTest
    @CsvSource({"1, 6, 5", "2, 6, 5", "127, 6, 5", "1, 6, 16777216", "1, 70, 5", "3, 400, 16777216"})
    void c5_chunksMayBeAsSmallAsAByte(int size, int id, int time) {
        Wire wire = new Wire().chunkSize(size);
        for (char each : "abc".toCharArray()) {
            wire.message(id, VIDEO, time, 1, Bytes.filled(130, each));
        }
        assertThat(messages(wire))
                .extracting(Got::body)
                .containsExactly("a".repeat(130), "b".repeat(130), "c".repeat(130));
    }

    @Test
    void c5_chunksOfAByteMayBeInterleaved() {
        Wire wire = setChunkSize(1)
                .type0(6, 0, 3, VIDEO, 1)
                .text("v")
                .type0(4, 0, 2, AUDIO, 1)
                .text("a");
        wire.type3(6).text("w").type3(4).text("b").type3(6).text("x");
        assertThat(messages(wire)).extracting(Got::body).containsExactly("ab", "vwx");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 3", "2, 0", "2, 3"})
    void c6_controlMessagesOfTheDecoderAreRefusedWhenShort(int type, int length) {
        Wire wire = new Wire().type0(2, 0, length, type, 0).fill(length, '\0');
        assertThat(violation(wire)).isEqualTo(Reason.CONTROL_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 63, 64, 319, 320, 65_599})
    void c7_idsHaveOneTwoOrThreeBytes(int id) {
        Wire wire = new Wire().type0(id, 10, 1, AUDIO, 1).text("a").type3(id).text("b");
        assertThat(messages(wire)).extracting(Got::timestamp).containsExactly(10, 20);
    }

    @Test
    void c7_bothLongFormsOfAnIdAreTheSameChunkStream() {
        Wire wire =
                new Wire().type0(64, 10, 1, AUDIO, 1).text("a").longId(3, 64).text("b");
        wire.longId(3, 319).text("c");
        Replay.Decoded decoded = Replay.decode(wire);
        assertThat(decoded.messages()).extracting(Got::timestamp).containsExactly(10, 20);
        assertThat(decoded.violation()).as("319 is another one").isEqualTo(Reason.FIRST_CHUNK_NOT_FULL);
    }

    @Test
    void c8_type1MayComeFirstOnAChunkStream() {
        assertThat(messages(new Wire().type1(3, 40, 1, AUDIO).text("a"))).containsExactly(new Got(AUDIO, 40, 0, "a"));
    }

    @Test
    void c8_types2And3MayNotComeFirst() {
        assertThat(violation(new Wire().type2(3, 1).text("a"))).isEqualTo(Reason.FIRST_CHUNK_NOT_FULL);
        assertThat(violation(new Wire().type3(3).text("a"))).isEqualTo(Reason.FIRST_CHUNK_NOT_FULL);
    }

    @Test
    void c9_type3AsANewMessageRepeatsEverythingAndAddsTheDelta() {
        Wire wire = new Wire().type0(4, 1000, 1, AUDIO, 7).text("a");
        wire.type1(4, 20, 2, AUDIO)
                .text("bb")
                .type3(4)
                .text("cc")
                .type2(4, 30)
                .text("dd")
                .type3(4)
                .text("ee");
        assertThat(messages(wire))
                .containsExactly(
                        new Got(AUDIO, 1000, 7, "a"),
                        new Got(AUDIO, 1020, 7, "bb"),
                        new Got(AUDIO, 1040, 7, "cc"),
                        new Got(AUDIO, 1070, 7, "dd"),
                        new Got(AUDIO, 1100, 7, "ee"));
    }

    @Test
    void c10_type3StraightAfterType0AddsTheType0Timestamp() {
        Wire wire = new Wire()
                .type0(4, 23, 1, AUDIO, 1)
                .text("a")
                .type3(4)
                .text("b")
                .type3(4)
                .text("c");
        assertThat(messages(wire)).extracting(Got::timestamp).containsExactly(23, 46, 69);
    }

    @Test
    void c11_type3StraightAfterExtendedType0AddsTheExtendedTimestamp() {
        Wire wire = new Wire().type0(4, 0xFFFFFF, 1, AUDIO, 1).int32(0x1000000).text("a");
        wire.type3(4).int32(0x1000000).text("b");
        assertThat(messages(wire)).extracting(Got::timestamp).containsExactly(0x1000000, 0x2000000);
    }

    @Test
    void c12_newMessageInsideAnUnfinishedOneIsRefused() {
        Wire wire = new Wire().type0(6, 0, 200, VIDEO, 1).fill(128, 'v').type0(6, 0, 200, VIDEO, 1);
        assertThat(violation(wire)).isEqualTo(Reason.MESSAGE_CUT_SHORT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 199, 201, 5000})
    void c12_lengthMayNotChangeInsideAMessage(int length) {
        Wire wire = new Wire().type0(6, 0, 200, VIDEO, 1).fill(128, 'v').type1(6, 0, length, VIDEO);
        assertThat(violation(wire)).isEqualTo(Reason.MESSAGE_CUT_SHORT);
    }

    @Test
    void c12_repeatedHeadersOfTheSameLengthContinue() {
        Wire wire = new Wire()
                .type0(6, 9, 300, VIDEO, 1)
                .fill(128, 'v')
                .type1(6, 7, 300, VIDEO)
                .fill(128, 'v');
        wire.type2(6, 7).fill(44, 'v');
        assertThat(messages(wire)).containsExactly(new Got(VIDEO, 9, 1, "v".repeat(300)));
    }

    @ParameterizedTest
    @ValueSource(ints = {AUDIO, VIDEO, RtmpMessage.AMF0_DATA, RtmpMessage.AMF0_COMMAND})
    void c13_messageWithoutPayloadIsCompleteAfterItsHeader(int type) {
        Wire wire = new Wire().type0(4, 5, 0, type, 1).type3(4);
        assertThat(messages(wire)).containsExactly(new Got(type, 5, 1, ""), new Got(type, 10, 1, ""));
    }

    @Test
    void c14_interleavedMessagesArriveIntactInOrderOfCompletion() {
        int length = 200_000;
        Wire wire = new Wire().chunkSize(4096);
        for (int at = 0; at < length; at += 4096) {
            for (int id = 6; id > 3; id--) {
                Wire header = at == 0 ? wire.type0(id, id, length, VIDEO, 1) : wire.type3(id);
                header.fill(Math.min(4096, length - at), (char) ('a' + id));
            }
        }
        List<Got> got = once(wire, ChunkLimits.publisher(EmbeddedRelay.CONFIG));
        assertThat(got).extracting(Got::timestamp).containsExactly(6, 5, 4);
        assertThat(got).allSatisfy(each -> assertThat(each.body())
                .isEqualTo(String.valueOf((char) ('a' + each.timestamp())).repeat(length)));
    }

    @Test
    void c15_abortDropsOneMessageAndKeepsItsTimeAndLength() {
        Wire wire = new Wire()
                .type0(6, 100, 200, VIDEO, 1)
                .fill(128, 'v')
                .type0(7, 50, 130, VIDEO, 1)
                .fill(128, 'w');
        wire.control(RtmpMessage.ABORT, Unpooled.copyInt(6)).type3(7).fill(2, 'w');
        wire.type2(6, 40).fill(128, 'x').type3(6).fill(72, 'x');
        assertThat(messages(wire))
                .containsExactly(new Got(VIDEO, 50, 1, "w".repeat(130)), new Got(VIDEO, 140, 1, "x".repeat(200)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 9, 0, -1})
    void c15_abortOfAChunkStreamWithoutAMessageIsIgnored(int id) {
        Wire wire = new Wire().type0(4, 0, 1, AUDIO, 1).text("a").control(RtmpMessage.ABORT, Unpooled.copyInt(id));
        assertThat(messages(wire.type3(4).text("b"))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"32, false", "33, true", "100, true", "10000, true"})
    void c16_unfinishedMessagesAreCountedByChunkStream(int count, boolean refused) {
        Wire wire = new Wire();
        for (int i = 0; i < count; i++) {
            wire.type0(3 + i, 0, 4 << 20, VIDEO, 1).fill(128, 'v');
        }
        assertThat(onceDecoded(wire, ChunkLimits.publisher(EmbeddedRelay.CONFIG))
                        .violation())
                .isEqualTo(refused ? Reason.TOO_MANY_CHUNK_STREAMS : null);
    }

    @ParameterizedTest
    @CsvSource({"8, 262144", "9, 4194304", "22, 4194304", "20, 65536", "17, 65536", "4, 65536", "99, 65536"})
    void c17_messagesAboveTheLimitOfTheirTypeAreRefusedByTheirHeader(int type, int limit) {
        assertThat(Replay.decode(new Wire().type0(4, 0, limit, type, 1)).violation())
                .isNull();
        assertThat(violation(new Wire().type0(4, 0, limit + 1, type, 1))).isEqualTo(Reason.MESSAGE_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"18, 65537", "15, 65537", "18, 200000"})
    void c17_dataAboveItsLimitIsPassedOverAndHoldsNoMemory(int type, int length) {
        Wire wire = new Wire().message(5, type, 0, 1, Bytes.filled(length, 'd'));
        wire.message(5, type, 0, 1, Bytes.filled(3, 'e'));
        assertThat(messages(wire)).extracting(Got::body).containsExactly("eee");
        wire = new Wire().chunkSize(0xFFFFFF).message(5, type, 0, 1, Bytes.filled(length, 'd'));
        wire.type0(4, 0, 1, AUDIO, 1).text("a");
        assertThat(messages(wire)).extracting(Got::body).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 10, 14, 16, 19, 21, 23, 255})
    void c22_unknownTypesAreMessagesToo(int type) {
        Wire wire = new Wire()
                .type0(5, 0, 3, type, 0)
                .text("xyz")
                .type0(4, 0, 1, AUDIO, 1)
                .text("a");
        assertThat(messages(wire)).hasSize(2);
    }

    @Test
    void nothingIsReadAfterAViolation() {
        Wire wire = setChunkSize(0).type0(4, 0, 1, AUDIO, 1).text("a");
        assertThat(Replay.decode(wire).messages()).isEmpty();
    }

    private static Wire setChunkSize(int size) {
        return new Wire().control(RtmpMessage.SET_CHUNK_SIZE, Unpooled.copyInt(size));
    }

    private static List<Got> messages(Wire wire) {
        Replay.Decoded decoded = Replay.decode(wire);
        assertThat(decoded.violation()).isNull();
        return decoded.messages();
    }

    private static Reason violation(Wire wire) {
        return Replay.decode(wire).violation();
    }

    /** For transcripts too large to be cut everywhere: whole and in odd pieces. */
    private static List<Got> once(Wire wire, ChunkLimits limits) {
        return onceDecoded(wire, limits).messages();
    }

    private static Replay.Decoded onceDecoded(Wire wire, ChunkLimits limits) {
        byte[] bytes = wire.bytes();
        Replay.Decoded whole = Replay.decodeOnce(List.of(bytes), limits);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += 997) {
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 997)));
        }
        assertThat(Replay.decodeOnce(pieces, limits)).isEqualTo(whole);
        return whole;
    }
}

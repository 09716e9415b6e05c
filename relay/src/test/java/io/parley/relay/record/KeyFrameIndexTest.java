package io.parley.relay.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tags of a recording are found by a seek. */
class KeyFrameIndexTest {

    private final KeyFrameIndex index = new KeyFrameIndex();

    @Test
    void firstEntryIsTheHeaderAndOthersAreKeyFrames() {
        index.add(VideoTagKind.HEADER, 0, 100);
        index.add(VideoTagKind.KEY_FRAME, 0, 200);
        index.add(VideoTagKind.FRAME, 40, 300);
        index.add(VideoTagKind.OTHER, 80, 400);
        index.add(VideoTagKind.KEY_FRAME, 80, 500);
        assertThat(positions()).containsExactly(100.0, 200.0, 500.0);
        assertThat(times()).containsExactly(0.0, 0.0, 0.08);
    }

    @Test
    void keyFrameBehindANewHeaderIsFoundByItsHeader() {
        index.add(VideoTagKind.HEADER, 0, 100);
        index.add(VideoTagKind.KEY_FRAME, 0, 200);
        index.add(VideoTagKind.HEADER, 80, 400);
        index.add(VideoTagKind.OTHER, 80, 450);
        index.add(VideoTagKind.KEY_FRAME, 80, 500);
        index.add(VideoTagKind.KEY_FRAME, 120, 600);
        assertThat(positions()).containsExactly(100.0, 200.0, 400.0, 600.0);
    }

    @Test
    void streamOfManyHoursKeepsEntriesEvenlySpread() {
        index.add(VideoTagKind.HEADER, 0, 0);
        int keyFrames = 50_000;
        for (int i = 1; i <= keyFrames; i++) {
            index.add(VideoTagKind.KEY_FRAME, i * 1_000L, i);
        }
        List<Double> times = times();
        assertThat(times)
                .hasSizeBetween(KeyFrameIndex.ROOM / 2, KeyFrameIndex.ROOM)
                .isSorted();
        assertThat(times.get(0)).isZero();
        assertThat(positions().get(0)).isZero();
        double step = times.get(2) - times.get(1);
        for (int i = 2; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isEqualTo(step);
        }
        assertThat(times.get(times.size() - 1)).isGreaterThan(keyFrames - 2 * step);
    }

    @Test
    void whatTheDiskRefusedIsNotFound() {
        index.add(VideoTagKind.HEADER, 0, 100);
        index.add(VideoTagKind.KEY_FRAME, 0, 200);
        index.add(VideoTagKind.KEY_FRAME, 80, 500);
        index.cut(500);
        assertThat(positions()).containsExactly(100.0, 200.0);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000aa, HEADER",
        "1701000000aa, KEY_FRAME",
        "2701000000aa, FRAME",
        "1702000000, OTHER",
        "1c0000000001, HEADER",
        "12aa, KEY_FRAME",
        "22aa, FRAME",
        "5700, OTHER",
        "9068766331, HEADER",
        "9561763031, HEADER",
        "9168766331, KEY_FRAME",
        "9368766331, KEY_FRAME",
        "a368766331, FRAME",
        "9468766331, OTHER",
        "9268766331, OTHER",
        "d468766331, OTHER",
        "960068766331, HEADER",
        "960168766331, KEY_FRAME",
        "a60168766331, FRAME",
        "9702000000, KEY_FRAME",
        "17, OTHER",
        "'', OTHER"
    })
    void tagsAreToldByTheirFirstTwoBytes(String body, VideoTagKind kind) {
        assertThat(VideoTagKind.of(ByteBuffer.wrap(ByteBufUtil.decodeHexDump(body))))
                .isEqualTo(kind);
    }

    private List<Double> times() {
        ByteBuffer out = ByteBuffer.allocate(9 * index.size());
        index.writeTimes(out);
        return numbers(out);
    }

    private List<Double> positions() {
        ByteBuffer out = ByteBuffer.allocate(9 * index.size());
        index.writePositions(out);
        return numbers(out);
    }

    private static List<Double> numbers(ByteBuffer in) {
        List<Double> numbers = new ArrayList<>();
        for (in.flip(); in.hasRemaining(); ) {
            assertThat(in.get()).as("marker of a number").isZero();
            numbers.add(in.getDouble());
        }
        return numbers;
    }
}

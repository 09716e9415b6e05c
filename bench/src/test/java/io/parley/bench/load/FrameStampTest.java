package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameStampTest {

    private static final int FIRST_NAL = 5;

    @Test
    void whatIsWrittenCanBeRead() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] body = new byte[FIRST_NAL + FrameStamp.NAL_BYTES + 20];
            long nanos = random.nextLong() >>> random.nextInt(64);
            int frame = random.nextInt() >>> random.nextInt(32);
            int stream = random.nextInt(1 << 21);
            FrameStamp.writeNal(body, FIRST_NAL, nanos, frame, stream);

            int stamp = FrameStamp.find(body, body.length);
            assertThat(stamp).isEqualTo(FIRST_NAL + 7);
            assertThat(FrameStamp.nanos(body, stamp)).isEqualTo(nanos);
            assertThat(FrameStamp.frame(body, stamp)).isEqualTo(frame);
            assertThat(FrameStamp.stream(body, stamp)).isEqualTo(stream);
        }
    }

    @Test
    void nothingInItLooksLikeAStartCode() {
        byte[] body = new byte[FIRST_NAL + FrameStamp.NAL_BYTES];
        FrameStamp.writeNal(body, FIRST_NAL, 0, 0, 0);

        for (int i = FIRST_NAL + 4; i < body.length; i++) {
            assertThat(body[i]).as("byte %d", i).isNotZero();
        }
    }

    @Test
    void otherUnitsMayComeBeforeIt() {
        ByteBuffer body = ByteBuffer.allocate(200);
        body.put(new byte[FIRST_NAL]).putInt(2).put((byte) 9).put((byte) 0xf0);
        body.putInt(5).put(new byte[] {6, 1, 2, 3, (byte) 0x80});
        int at = body.position();
        FrameStamp.writeNal(body.array(), at, 1, 2, 3);

        assertThat(FrameStamp.find(body.array(), 200)).isEqualTo(at + 7);
    }

    @Test
    void framesWithoutStampHaveNone() {
        byte[] frame = SyntheticClip.make().messages().get(0).body();

        assertThat(FrameStamp.find(frame, MessageSink.HEAD)).isEqualTo(-1);
        assertThat(FrameStamp.find(new byte[0], 0)).isEqualTo(-1);
        assertThat(FrameStamp.find(new byte[FIRST_NAL + FrameStamp.NAL_BYTES], FIRST_NAL + FrameStamp.NAL_BYTES))
                .isEqualTo(-1);
    }
}

package io.parley.ejb.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SyntheticFlvTest {

    @Test
    void whatIsWrittenIsReadBackHoweverItIsCut() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(SyntheticFlv.opening());
        stream.writeBytes(SyntheticFlv.tag(SyntheticFlv.VIDEO, 0, SyntheticFlv.frame(1)));
        stream.writeBytes(SyntheticFlv.tag(SyntheticFlv.AUDIO, 20, SyntheticFlv.sound(1)));
        stream.writeBytes(SyntheticFlv.tag(SyntheticFlv.VIDEO, 40, SyntheticFlv.frame(2)));
        byte[] whole = stream.toByteArray();
        for (int cut = 0; cut <= whole.length; cut++) {
            FlvBodies bodies = new FlvBodies();
            bodies.add(Arrays.copyOf(whole, cut));
            assertThat(bodies.video()).hasSizeLessThanOrEqualTo(3);
            bodies.add(Arrays.copyOfRange(whole, cut, whole.length));
            assertThat(bodies.video().subList(1, 3))
                    .containsExactly(ByteBuffer.wrap(SyntheticFlv.frame(1)), ByteBuffer.wrap(SyntheticFlv.frame(2)));
        }
    }

    @Test
    void eachFrameIsKnownFromEveryOther() {
        assertThat(SyntheticFlv.frame(1)).isNotEqualTo(SyntheticFlv.frame(2)).isNotEqualTo(SyntheticFlv.frame(257));
    }

    @Test
    void timesBeyondThreeBytesKeepTheirUpperByte() {
        byte[] tag = SyntheticFlv.tag(SyntheticFlv.VIDEO, 0x12345678, new byte[0]);
        assertThat(Arrays.copyOfRange(tag, 4, 8)).containsExactly(0x34, 0x56, 0x78, 0x12);
    }
}

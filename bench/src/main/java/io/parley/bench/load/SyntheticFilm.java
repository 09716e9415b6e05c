package io.parley.bench.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A film made on the spot, shaped like a video call: 640x360, 15 frames a second at 800 kbit/s with a key frame every 2 s, and
 * 43 audio messages a second at 48 kbit/s. The decoder configurations are real, the pictures are noise, the sound is silence.
 */
final class SyntheticFilm {

    static final int LENGTH_MS = 2_000;
    static final int FRAMES = 30;
    static final int AUDIO_MESSAGES = 86;

    private static final int KEY_FRAME_BYTES = 14_000;
    private static final int FRAME_BYTES = 6_410;
    private static final int AUDIO_BYTES = 139;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    /** Parameter sets: baseline profile, level 3, one reference frame. */
    private static final byte[] PPS = {0x68, (byte) 0xce, 0x38, (byte) 0x80};

    /** AAC-LC, 44100 Hz, one channel. */
    private static final byte[] AUDIO_CONFIG = {(byte) 0xaf, 0, 0x12, 0x08};

    /** A silent frame of that; whatever comes after its end element is not looked at. */
    private static final byte[] SILENCE = {0, (byte) 0xc8, 0, (byte) 0x80, 0x23, (byte) 0x80};

    private SyntheticFilm() {}

    static Film make() {
        Random noise = new Random(1);
        List<Film.Message> messages = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            messages.add(new Film.Message(Film.VIDEO, i * LENGTH_MS / FRAMES, frame(i == 0, noise)));
        }
        for (int i = 0; i < AUDIO_MESSAGES; i++) {
            messages.add(new Film.Message(Film.AUDIO, i * LENGTH_MS / AUDIO_MESSAGES, audio(noise)));
        }
        messages.sort(Comparator.comparingInt(Film.Message::timestamp));
        return new Film(metadata(), videoConfig(), AUDIO_CONFIG, List.copyOf(messages), LENGTH_MS, true);
    }

    private static byte[] frame(boolean isKey, Random noise) {
        int bytes = isKey ? KEY_FRAME_BYTES : FRAME_BYTES;
        ByteBuffer body = ByteBuffer.allocate(bytes);
        body.put((byte) (isKey ? 0x17 : 0x27)).put((byte) 1).put(new byte[3]);
        body.putInt(bytes - 9);
        // the first bytes of an I or P slice; what follows has no zeros, so nothing in it looks like a start code
        body.putShort((short) (isKey ? 0x6588 : 0x419a));
        while (body.hasRemaining()) {
            body.put((byte) (1 + noise.nextInt(255)));
        }
        return body.array();
    }

    private static byte[] audio(Random noise) {
        ByteBuffer body = ByteBuffer.allocate(AUDIO_BYTES);
        body.put((byte) 0xaf).put((byte) 1).put(SILENCE);
        while (body.hasRemaining()) {
            body.put((byte) noise.nextInt(256));
        }
        return body.array();
    }

    private static byte[] metadata() {
        return new AmfWriter()
                .text("onMetaData")
                .beginObject()
                .property("width", WIDTH)
                .property("height", HEIGHT)
                .property("framerate", FRAMES * 1000.0 / LENGTH_MS)
                .property("videocodecid", 7)
                .property("audiocodecid", 10)
                .property("audiosamplerate", 44_100)
                .property("stereo", 0)
                .endObject()
                .bytes();
    }

    private static byte[] videoConfig() {
        byte[] sps = sequenceParameters();
        ByteBuffer config = ByteBuffer.allocate(5 + 8 + sps.length + 3 + PPS.length);
        config.put((byte) 0x17).put(new byte[4]);
        config.put((byte) 1).put(sps, 1, 3);
        config.put((byte) 0xff).put((byte) 0xe1);
        config.putShort((short) sps.length).put(sps);
        config.put((byte) 1).putShort((short) PPS.length).put(PPS);
        return config.array();
    }

    /** H.264 7.3.2.1: the picture is 40 by 23 macroblocks with the last 8 rows cut off. */
    private static byte[] sequenceParameters() {
        BitWriter bits = new BitWriter();
        bits.fixed(8, 0x67).fixed(8, 66).fixed(8, 0xc0).fixed(8, 30);
        bits.number(0).number(0).number(2).number(1).fixed(1, 0);
        bits.number(WIDTH / 16 - 1).number((HEIGHT + 15) / 16 - 1);
        bits.fixed(1, 1).fixed(1, 1);
        bits.fixed(1, 1).number(0).number(0).number(0).number(((HEIGHT + 15) / 16 * 16 - HEIGHT) / 2);
        bits.fixed(1, 0).fixed(1, 1);
        return bits.bytes();
    }

    /** Bits, first one highest, as H.264 headers have them. */
    private static final class BitWriter {

        private final StringBuilder bits = new StringBuilder();

        BitWriter fixed(int count, int value) {
            for (int i = count - 1; i >= 0; i--) {
                bits.append((value >> i & 1) == 1 ? '1' : '0');
            }
            return this;
        }

        /** Exponential Golomb code of a number from 0. */
        BitWriter number(int value) {
            int length = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
            return fixed(length - 1, 0).fixed(length, value + 1);
        }

        byte[] bytes() {
            byte[] bytes = new byte[(bits.length() + 7) / 8];
            for (int i = 0; i < bits.length(); i++) {
                if (bits.charAt(i) == '1') {
                    bytes[i / 8] |= (byte) (0x80 >> i % 8);
                }
            }
            return bytes;
        }
    }
}

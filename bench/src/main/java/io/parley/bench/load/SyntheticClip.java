package io.parley.bench.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A film made on the spot, shaped like a video call: 640x360, 15 frames a second at 800 kbit/s with a key frame every 2 s, and
 * 43 audio messages a second at 48 kbit/s. Decoders show a grey picture and play silence.
 */
final class SyntheticClip {

    static final int LENGTH_MS = 2_000;
    static final int FRAMES = 30;
    static final int AUDIO_MESSAGES = 86;

    private static final int KEY_FRAME_BYTES = 14_000;
    private static final int FRAME_BYTES = 6_410;
    private static final int AUDIO_FILL_BYTES = 130;

    /** AAC-LC, 44100 Hz, one channel. */
    private static final byte[] AUDIO_CONFIG = {(byte) 0xaf, 0, 0x12, 0x08};

    /** Elements of an AAC frame. */
    private static final int FILL = 6;

    private static final int END = 7;

    private SyntheticClip() {}

    static Clip make() {
        byte[] audio = audio();
        List<Clip.Message> messages = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            messages.add(new Clip.Message(Clip.VIDEO, i * LENGTH_MS / FRAMES, frame(i)));
        }
        for (int i = 0; i < AUDIO_MESSAGES; i++) {
            messages.add(new Clip.Message(Clip.AUDIO, i * LENGTH_MS / AUDIO_MESSAGES, audio));
        }
        messages.sort(Comparator.comparingInt(Clip.Message::timestamp));
        return new Clip(metadata(), videoConfig(), AUDIO_CONFIG, List.copyOf(messages), LENGTH_MS, true);
    }

    private static byte[] frame(int number) {
        boolean isKey = number == 0;
        ByteBuffer body = ByteBuffer.allocate(isKey ? KEY_FRAME_BYTES : FRAME_BYTES);
        body.put((byte) (isKey ? 0x17 : 0x27)).put((byte) 1).put(new byte[3]);
        byte[] picture = BlankPictures.picture(number);
        body.putInt(picture.length).put(picture);
        byte[] filler = BlankPictures.filler(body.remaining() - Integer.BYTES);
        return body.putInt(filler.length).put(filler).array();
    }

    /** A silent frame: one channel without any signal, and fill elements to make it as large as others. */
    private static byte[] audio() {
        BitWriter bits = new BitWriter().fixed(8, 0xaf).fixed(8, 1);
        bits.fixed(32, 0x00c80080).fixed(6, 0x08);
        bits.fixed(3, FILL).fixed(4, 15).fixed(8, AUDIO_FILL_BYTES - 14);
        for (int i = 0; i < AUDIO_FILL_BYTES; i++) {
            bits.fixed(8, 0);
        }
        return bits.fixed(3, END).bytes();
    }

    private static byte[] metadata() {
        return new AmfWriter()
                .text("onMetaData")
                .beginObject()
                .property("width", BlankPictures.WIDTH)
                .property("height", BlankPictures.HEIGHT)
                .property("framerate", FRAMES * 1000.0 / LENGTH_MS)
                .property("videocodecid", 7)
                .property("audiocodecid", 10)
                .property("audiosamplerate", 44_100)
                .property("stereo", 0)
                .endObject()
                .bytes();
    }

    private static byte[] videoConfig() {
        byte[] sps = BlankPictures.sequenceParameters();
        byte[] pps = BlankPictures.pictureParameters();
        ByteBuffer config = ByteBuffer.allocate(5 + 8 + sps.length + 3 + pps.length);
        config.put((byte) 0x17).put(new byte[4]);
        // AVCDecoderConfigurationRecord: profile and level from the parameters, NAL lengths of four bytes, one set of
        // each
        config.put((byte) 1).put(sps, 1, 3).put((byte) 0xff);
        config.put((byte) 0xe1).putShort((short) sps.length).put(sps);
        config.put((byte) 1).putShort((short) pps.length).put(pps);
        return config.array();
    }
}

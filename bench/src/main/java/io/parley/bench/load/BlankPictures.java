package io.parley.bench.load;

import java.util.Arrays;

/**
 * H.264 of a grey picture, valid throughout (baseline profile, level 3, 640x360): an I picture in which every macroblock is
 * predicted and nothing is left to add, P pictures in which every macroblock is skipped, and filler to make them any size.
 */
final class BlankPictures {

    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    private static final int BLOCK = 16;
    private static final int COLUMNS = WIDTH / BLOCK;
    private static final int ROWS = (HEIGHT + BLOCK - 1) / BLOCK;
    private static final int PROFILE = 66;
    private static final int CONSTRAINTS = 0xc0;
    private static final int LEVEL = 30;
    private static final int FRAME_NUMBER_BITS = 4;

    private static final int P_SLICE = 0x41;
    private static final int IDR_SLICE = 0x65;
    private static final int SEQUENCE_PARAMETERS = 0x67;
    private static final int PICTURE_PARAMETERS = 0x68;
    private static final int FILLER = 0x0c;

    /** Slice types that hold for the whole picture. */
    private static final int ALL_P = 5;

    private static final int ALL_I = 7;

    /** A macroblock predicted as a whole from the mean of its neighbours, without residual. */
    private static final int INTRA_16X16_MEAN = 3;

    private BlankPictures() {}

    /** NAL unit as of 7.3.2.1.1: the picture has a few rows more than are shown. */
    static byte[] sequenceParameters() {
        BitWriter bits = new BitWriter().fixed(8, SEQUENCE_PARAMETERS);
        bits.fixed(8, PROFILE).fixed(8, CONSTRAINTS).fixed(8, LEVEL);
        // ids and frame numbers; order of output is order of decoding; one reference frame
        bits.number(0).number(FRAME_NUMBER_BITS - 4).number(2).number(1).fixed(1, 0);
        bits.number(COLUMNS - 1).number(ROWS - 1).fixed(1, 1).fixed(1, 1);
        bits.fixed(1, 1).number(0).number(0).number(0).number((ROWS * BLOCK - HEIGHT) / 2);
        return bits.fixed(1, 0).stop();
    }

    /** NAL unit as of 7.3.2.2: nothing out of the ordinary. */
    static byte[] pictureParameters() {
        BitWriter bits =
                new BitWriter().fixed(8, PICTURE_PARAMETERS).number(0).number(0).fixed(2, 0);
        bits.number(0).number(0).number(0).fixed(3, 0);
        return bits.number(0).number(0).number(0).fixed(3, 0).stop();
    }

    /**
     * The whole picture in one NAL unit.
     *
     * @param number of the picture, 0 for the one that begins a group
     */
    static byte[] picture(int number) {
        boolean isKey = number == 0;
        BitWriter bits = new BitWriter().fixed(8, isKey ? IDR_SLICE : P_SLICE);
        bits.number(0).number(isKey ? ALL_I : ALL_P).number(0);
        bits.fixed(FRAME_NUMBER_BITS, number);
        if (!isKey) {
            return bits.fixed(3, 0).number(0).number(COLUMNS * ROWS).stop();
        }
        bits.number(0).fixed(2, 0).number(0);
        for (int i = 0; i < COLUMNS * ROWS; i++) {
            // type, chroma from the mean too, same quantizer, no coefficients
            bits.number(INTRA_16X16_MEAN).number(0).number(0).fixed(1, 1);
        }
        return bits.stop();
    }

    /** A NAL unit that stands for nothing. */
    static byte[] filler(int length) {
        byte[] filler = new byte[length];
        Arrays.fill(filler, (byte) 0xff);
        filler[0] = FILLER;
        filler[length - 1] = (byte) 0x80;
        return filler;
    }
}

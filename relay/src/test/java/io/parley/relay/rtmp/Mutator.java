package io.parley.relay.rtmp;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Breaks inputs in the ways that parsers are broken by. The same random numbers make the same mutants. */
final class Mutator {

    private static final int MAX_LENGTH = 48_000;
    private static final int[] INTERESTING = {0, 1, 2, 3, 4, 7, 8, 9, 10, 16, 17, 18, 20, 22, 0x7F, 0x80, 0xFE, 0xFF};
    private static final int[] LENGTHS = {
        0, 1, 127, 128, 129, 0xFFFF, 0x10000, 0xFFFFFE, 0xFFFFFF, 0x1000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF
    };

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /**
     * A changed copy of one of the inputs.
     *
     * @param keep how much of the beginning is mostly left alone
     * @param typical how much of the rest is mostly enough
     */
    byte[] mutate(List<byte[]> inputs, int keep, int typical) {
        byte[] input = inputs.get(random.nextInt(inputs.size()));
        int from = random.nextInt(50) == 0 ? 0 : Math.min(keep, input.length);
        int end = from + 1 + random.nextInt(Math.max(1, typical));
        byte[] mutant = random.nextInt(10) == 0 ? input.clone() : Arrays.copyOf(input, Math.min(input.length, end));
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            mutant = once(mutant, from, inputs);
        }
        return mutant.length > MAX_LENGTH ? Arrays.copyOf(mutant, MAX_LENGTH) : mutant;
    }

    private byte[] once(byte[] in, int from, List<byte[]> others) {
        if (in.length <= from) {
            return splice(in, from, in.length, range(others, from));
        }
        int at = from + random.nextInt(in.length - from);
        int to = at + 1 + random.nextInt(Math.min(64, in.length - at));
        switch (random.nextInt(9)) {
            case 0 -> in[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> in[at] = (byte) INTERESTING[random.nextInt(INTERESTING.length)];
            case 2 -> in[at] = (byte) random.nextInt(256);
            case 3 -> writeLength(in, at);
            case 4 -> {
                return Arrays.copyOf(in, at);
            }
            case 5 -> {
                return splice(in, at, to, new byte[0]);
            }
            case 6 -> {
                return splice(in, at, at, Arrays.copyOfRange(in, at, to));
            }
            case 7 -> {
                return splice(in, at, at, range(others, from));
            }
            default -> {
                return splice(in, at, to, range(others, from));
            }
        }
        return in;
    }

    /** Two, three or four bytes, either byte order. */
    private void writeLength(byte[] in, int at) {
        int value = random.nextBoolean() ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(70_000);
        int width = Math.min(2 + random.nextInt(3), in.length - at);
        boolean little = random.nextInt(4) == 0;
        for (int i = 0; i < width; i++) {
            in[at + i] = (byte) (value >>> 8 * (little ? i : width - 1 - i));
        }
    }

    private byte[] range(List<byte[]> inputs, int from) {
        byte[] input = inputs.get(random.nextInt(inputs.size()));
        int start = input.length <= from ? 0 : from + random.nextInt(input.length - from);
        return Arrays.copyOfRange(input, start, Math.min(input.length, start + 1 + random.nextInt(200)));
    }

    private static byte[] splice(byte[] in, int from, int to, byte[] insert) {
        byte[] out = new byte[in.length - (to - from) + insert.length];
        System.arraycopy(in, 0, out, 0, from);
        System.arraycopy(insert, 0, out, from, insert.length);
        System.arraycopy(in, to, out, from + insert.length, in.length - to);
        return out;
    }
}

package io.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The tags of an FLV file, to be cut and joined as no encoder does on command. Times are in milliseconds. */
record FlvFilm(List<Tag> tags) {

    static final int AUDIO = 8;
    static final int VIDEO = 9;

    private static final int FILE_HEADER = 13;
    private static final int TAG_HEADER = 11;
    private static final int BACK_POINTER = 4;

    /**
     * One tag.
     *
     * @param bytes with its back pointer
     */
    record Tag(int type, int time, byte[] bytes) {
        boolean isHeader() {
            return type == VIDEO ? bytes[TAG_HEADER + 1] == 0 : type == AUDIO && bytes[TAG_HEADER + 1] == 0;
        }

        Tag later(int by) {
            byte[] moved = bytes.clone();
            int to = time + by;
            ByteBuffer.wrap(moved).putInt(4, to << 8 | to >>> 24);
            return new Tag(type, to, moved);
        }
    }

    static FlvFilm read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer all = ByteBuffer.wrap(bytes);
        List<Tag> tags = new ArrayList<>();
        all.position(FILE_HEADER);
        while (all.hasRemaining()) {
            int at = all.position();
            int length = TAG_HEADER + (all.getInt(at) & 0xFFFFFF) + BACK_POINTER;
            int time = all.getInt(at + 4) >>> 8 | all.get(at + 7) << 24;
            byte[] tag = new byte[length];
            all.get(tag);
            tags.add(new Tag(tag[0], time, tag));
        }
        return new FlvFilm(tags);
    }

    /** The tags of one type, and nothing else. */
    FlvFilm only(int type) {
        return new FlvFilm(tags.stream().filter(tag -> tag.type() == type).toList());
    }

    /** Without the frames of a track from one time to before another. Its sequence header stays. */
    FlvFilm without(int type, int from, int to) {
        return new FlvFilm(tags.stream()
                .filter(tag -> tag.type() != type || tag.isHeader() || tag.time() < from || tag.time() >= to)
                .toList());
    }

    /** All that is before a time. */
    FlvFilm until(int time) {
        return new FlvFilm(tags.stream().filter(tag -> tag.time() < time).toList());
    }

    FlvFilm later(int by) {
        return new FlvFilm(tags.stream().map(tag -> tag.later(by)).toList());
    }

    /** Both at once. */
    FlvFilm with(FlvFilm other) {
        return new FlvFilm(Stream.concat(tags.stream(), other.tags.stream())
                .sorted(Comparator.comparingInt(Tag::time))
                .toList());
    }
}

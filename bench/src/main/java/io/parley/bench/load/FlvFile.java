package io.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an FLV file into a {@link Clip}. */
final class FlvFile {

    private static final int TAG_HEADER = 11;
    private static final int BACK_POINTER = 4;
    private static final int NAL_LENGTH_BYTES = 4;

    private final List<Clip.Message> messages = new ArrayList<>();
    private byte @Nullable [] metadata;
    private byte @Nullable [] videoConfig;
    private byte @Nullable [] audioConfig;
    private int frames;
    private int firstFrame;
    private int lastFrame;

    private FlvFile() {}

    /** Reads it all into memory. */
    static Clip read(Path path) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(path));
        if (in.remaining() < 13 || in.get() != 'F' || in.get() != 'L' || in.get() != 'V') {
            throw new IOException(path + " is no FLV file");
        }
        in.position(in.getInt(5) + BACK_POINTER);
        FlvFile file = new FlvFile();
        while (in.remaining() >= TAG_HEADER) {
            int type = in.get() & 0x1f;
            int length = medium(in);
            int timestamp = medium(in) | (in.get() & 0xff) << 24;
            medium(in);
            if (in.remaining() < length) {
                break;
            }
            byte[] body = new byte[length];
            in.get(body);
            in.position(Math.min(in.limit(), in.position() + BACK_POINTER));
            file.add(type, timestamp, body);
        }
        return file.film(path);
    }

    private static int medium(ByteBuffer in) {
        return (in.get() & 0xff) << 16 | (in.getShort() & 0xffff);
    }

    private void add(int type, int timestamp, byte[] body) {
        if (type == Clip.DATA) {
            metadata = metadata == null ? body : metadata;
        } else if (type == Clip.VIDEO || type == Clip.AUDIO) {
            if (!Clip.isConfig(type, body, body.length)) {
                addMedia(type, timestamp, body);
            } else if (type == Clip.AUDIO && body.length >= 2) {
                audioConfig = body;
            } else if (type == Clip.VIDEO && body.length >= 2 && body[1] == 0) {
                videoConfig = body;
            }
        }
    }

    private void addMedia(int type, int timestamp, byte[] body) {
        if (type == Clip.VIDEO) {
            if (frames++ == 0) {
                firstFrame = timestamp;
            }
            lastFrame = timestamp;
        }
        messages.add(new Clip.Message(type, timestamp, body));
    }

    private Clip film(Path path) throws IOException {
        if (messages.isEmpty()) {
            throw new IOException(path + " holds neither audio nor video");
        }
        int start = messages.get(0).timestamp();
        int end = messages.get(messages.size() - 1).timestamp() - start;
        int frameTime = frames > 1 ? (lastFrame - firstFrame) / (frames - 1) : 20;
        // the last picture is shown as long as any other; never less than what there is
        int length = frames > 1 ? Math.max(lastFrame - firstFrame + frameTime, end + 1) : end + frameTime;
        List<Clip.Message> fromZero = messages.stream()
                .map(message -> new Clip.Message(message.type(), message.timestamp() - start, message.body()))
                .toList();
        byte[] config = videoConfig;
        boolean stampable = config != null && config.length > 9 && (config[9] & 3) + 1 == NAL_LENGTH_BYTES;
        return new Clip(metadata, videoConfig, audioConfig, fromZero, length, stampable);
    }
}

package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkParserTest {

    private final List<String> messages = new ArrayList<>();
    private final MessageSink sink = (type, timestamp, bytes, length) ->
            messages.add(type + "@" + Integer.toUnsignedString(timestamp) + " " + length + " " + bytes[0]);

    @Test
    void readsWhatItsOwnWriterWritesHoweverItIsCut() {
        SendBuffer out = new SendBuffer();
        RtmpChunkEncoder writer = new RtmpChunkEncoder(out);
        writer.media(Clip.VIDEO, 1, 0, new byte[] {1}, 1);
        writer.useChunks(1000);
        writer.media(Clip.VIDEO, 1, 66, body(5_000, 2), 5_000);
        writer.media(Clip.AUDIO, 1, 0xfffffe, body(300, 3), 300);
        writer.media(Clip.AUDIO, 1, 0x1000010, body(1_000, 4), 1_000);
        writer.media(Clip.VIDEO, 1, 0xf0000000, body(2_500, 5), 2_500);
        byte[] bytes = bytes(out);
        List<String> expected =
                List.of("9@0 1 1", "9@66 5000 2", "8@16777214 300 3", "8@16777232 1000 4", "9@4026531840 2500 5");

        for (int piece : new int[] {1, 2, 3, 7, 1_000, bytes.length}) {
            messages.clear();
            ChunkParser parser = new ChunkParser(sink);
            for (int at = 0; at < bytes.length; at += piece) {
                parser.feed(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
            }
            assertThat(messages).as("pieces of %d", piece).isEqualTo(expected);
        }
    }

    @Test
    void extendedTimestampsMayOrMayNotBeRepeated() {
        String payload = "11".repeat(128);
        String start = "06ffffff00008209" + "01000000" + "01000000" + payload;

        feed(start + "c6" + "01000000" + "2222");
        feed(start + "c6" + "2222");

        assertThat(messages).containsExactly("9@16777216 130 17", "9@16777216 130 17");
    }

    @Test
    void headersLeaveOutWhatHasNotChanged() {
        feed("04" + "000064" + "000001" + "08" + "01000000" + "aa"
                + "44" + "000014" + "000002" + "08" + "bbbb"
                + "84" + "00000a" + "cccc"
                + "c4" + "dddd"
                + "00" + "06" + "000001" + "000001" + "09" + "01000000" + "ee"
                + "01" + "0601" + "000002" + "000001" + "09" + "01000000" + "ff");

        assertThat(messages)
                .containsExactly("8@100 1 -86", "8@120 2 -69", "8@130 2 -52", "8@140 2 -35", "9@1 1 -18", "9@2 1 -1");
    }

    private void feed(String hex) {
        new ChunkParser(sink).feed(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private static byte[] body(int length, int first) {
        byte[] body = new byte[length];
        body[0] = (byte) first;
        return body;
    }

    private static byte[] bytes(SendBuffer out) {
        ByteBuffer written = out.room(0).duplicate().flip();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }
}

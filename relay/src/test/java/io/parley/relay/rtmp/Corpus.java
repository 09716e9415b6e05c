package io.parley.relay.rtmp;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Connections of real programs, as {@link CorpusRecorder} recorded them: whole connections, cut off somewhere. */
final class Corpus {

    static final List<String> NAMES = List.of(
            "ffmpeg-push",
            "gstreamer-push",
            "obs-push",
            "enhanced-push",
            "ffmpeg-play",
            "rtmpdump-play",
            "gstreamer-play");

    private Corpus() {}

    static List<byte[]> connections() {
        return NAMES.stream().map(Corpus::connection).toList();
    }

    static byte[] connection(String name) {
        try (InputStream in = Corpus.class.getResourceAsStream("/corpus/" + name + ".bin")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the handshake. */
    static List<byte[]> chunks() {
        return connections().stream()
                .map(bytes -> Arrays.copyOfRange(bytes, EmbeddedClient.HANDSHAKE, bytes.length))
                .toList();
    }

    /** The bodies of all messages of some types; the first byte is the type. */
    static List<byte[]> bodies(IntPredicate types) {
        List<byte[]> bodies = new ArrayList<>();
        for (byte[] chunks : chunks()) {
            for (Replay.Got got : Replay.decodeOnce(List.of(chunks), ChunkLimits.publisher(EmbeddedRelay.CONFIG))
                    .messages()) {
                if (types.test(got.type()) && bodies.size() < 300) {
                    byte[] body = got.body().getBytes(StandardCharsets.ISO_8859_1);
                    bodies.add(ByteBufUtil.getBytes(
                            io.netty.buffer.Unpooled.wrappedBuffer(new byte[] {(byte) got.type()}, body)));
                }
            }
        }
        return bodies;
    }

    /** The media of the programs that push, as FLV. */
    static List<byte[]> flv() {
        List<byte[]> files = new ArrayList<>();
        for (byte[] chunks : chunks()) {
            Flv flv = new Flv().header();
            int tags = 0;
            for (Replay.Got got : Replay.decodeOnce(List.of(chunks), ChunkLimits.publisher(EmbeddedRelay.CONFIG))
                    .messages()) {
                boolean media = got.type() == RtmpMessage.AUDIO || got.type() == RtmpMessage.VIDEO;
                if (media || got.type() == RtmpMessage.AMF0_DATA) {
                    flv.tag(got.type(), got.timestamp(), got.body().getBytes(StandardCharsets.ISO_8859_1));
                    tags++;
                }
            }
            if (tags > 0) {
                files.add(flv.bytes());
            }
        }
        return files;
    }
}

package io.parley.relay.rtmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.parley.relay.RecordingGate;
import io.parley.relay.RelayServer;
import io.parley.relay.config.RelayConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Records what real programs send to a relay, from the first byte of the handshake, for {@link Corpus}. Needs ffmpeg,
 * rtmpdump and gst-launch-1.0. To record again, in {@code relay/}:
 *
 * <pre>
 * ../mvnw -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) io.parley.relay.rtmp.CorpusRecorder
 * </pre>
 */
final class CorpusRecorder {

    private static final int KEPT = 32_000;
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    private static final String PICTURES = "testsrc2=size=64x48:rate=10";
    private static final String TONE = "sine=sample_rate=22050";

    private final RelayServer relay;

    private CorpusRecorder(RelayServer relay) {
        this.relay = relay;
    }

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(CORPUS);
        try (RelayServer relay = RelayServer.start(RelayConfig.forCalls("127.0.0.1", 0), new RecordingGate())) {
            CorpusRecorder recorder = new CorpusRecorder(relay);
            recorder.record("ffmpeg-push", ffmpegPush("URL/a?ticket=t"));
            recorder.record("gstreamer-push", gstreamerPush());
            recorder.recordPlayer("ffmpeg-play", "ffmpeg -v error -i URL/a?ticket=t -t 1 -c copy -f null -");
            recorder.recordPlayer("rtmpdump-play", "rtmpdump -q --live --stop 1 -r URL/a?ticket=t -o /dev/null");
            recorder.recordPlayer(
                    "gstreamer-play", "gst-launch-1.0 -q rtmp2src location=URL/a num-buffers=30 ! fakesink");
        }
        write("obs-push", obsPush());
        write("enhanced-push", enhancedPush());
    }

    private static String ffmpegPush(String url) {
        return "ffmpeg -v error -re -f lavfi -i " + PICTURES + " -f lavfi -i " + TONE + " -t 5 -c:v libx264"
                + " -preset ultrafast -g 10 -b:v 24k -pix_fmt yuv420p -c:a aac -b:a 16k -f flv " + url;
    }

    private static String gstreamerPush() throws Exception {
        String source = "target/corpus-source.flv";
        start(ffmpegPush(source).replace("ffmpeg", "ffmpeg -y")).waitFor(20, TimeUnit.SECONDS);
        return "gst-launch-1.0 -q flvmux streamable=true name=m ! rtmp2sink location=URL/a filesrc location=" + source
                + " ! flvdemux name=d d.video ! queue ! h264parse ! m. d.audio ! queue ! aacparse ! m.";
    }

    private void recordPlayer(String name, String command) throws Exception {
        Process publisher = start(ffmpegPush("rtmp://127.0.0.1:" + relay.port() + "/live/a"));
        record(name, command);
        publisher.destroy();
        publisher.waitFor(5, TimeUnit.SECONDS);
    }

    /** Runs the program against a proxy before the relay. */
    private void record(String name, String command) throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            proxy.setSoTimeout(10_000);
            Process program = start(command.replace("URL", "rtmp://127.0.0.1:" + proxy.getLocalPort() + "/live"));
            try (Socket client = proxy.accept();
                    Socket server = new Socket("127.0.0.1", relay.port())) {
                ByteArrayOutputStream sent = new ByteArrayOutputStream();
                Thread answers = new Thread(() -> copy(server, client, new ByteArrayOutputStream()));
                answers.start();
                copy(client, server, sent);
                answers.join(2_000);
                write(name, sent.toByteArray());
            }
            program.waitFor(5, TimeUnit.SECONDS);
            program.destroy();
        }
    }

    private static Process start(String command) throws IOException {
        return new ProcessBuilder(command.split(" ")).inheritIO().start();
    }

    private static void copy(Socket from, Socket to, OutputStream copy) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                copy.write(buffer, 0, count);
                to.getOutputStream().write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            // One side closed first.
        }
    }

    private static void write(String name, byte[] bytes) throws IOException {
        byte[] kept = Arrays.copyOf(bytes, Math.min(KEPT, bytes.length));
        Files.write(CORPUS.resolve(name + ".bin"), kept);
        System.out.println(name + ": " + kept.length + " of " + bytes.length + " bytes");
    }

    /** As OBS does it: its chunk size first, commands without waiting, deltas in its headers, a long goodbye. */
    private static byte[] obsPush() {
        Wire wire = new Wire().chunkSize(4096);
        wire.connect("type", "nonprivate", "flashVer", "FMLE/3.0 (compatible; FMSc/1.0)", "tcUrl", "rtmp://h/live");
        wire.command("releaseStream", 2, null, "a?ticket=t")
                .command("FCPublish", 3, null, "a?ticket=t")
                .createStream(4);
        wire.command("_checkbw", 5, (Object) null).command("publish", 6, null, "a?ticket=t", "live");
        AmfObject metadata =
                new AmfObject().with("duration", 0.0).with("width", 64.0).with("height", 48.0);
        metadata.with("videocodecid", 7.0).with("audiocodecid", 10.0).with("encoder", "obs-output module");
        ByteBuf data = Wire.amf("@setDataFrame", "onMetaData");
        Amf0Encoder.writeEcmaArray(data, metadata, UTF_8);
        wire.message(4, RtmpMessage.AMF0_DATA, 0, 1, data).audio(0, "af001210");
        wire.video(0, "170000000001640028ffe1000467640028010004 68ee3cb0");
        for (int i = 0; i < 40; i++) {
            ByteBuf frame = Unpooled.buffer().writeBytes(Wire.hex((i % 10 == 0 ? "17" : "27") + "01000042 00000010"));
            frame.writeZero(100 + 13 * i);
            wire.type1(4, i == 0 ? 0 : 40, frame.readableBytes(), RtmpMessage.VIDEO)
                    .add(frame);
            wire.type1(4, 0, 34, RtmpMessage.AUDIO).add(Wire.hex("af01")).fill(32, 'a');
        }
        wire.userControl(RtmpReplies.PING_RESPONSE, 1).command("FCUnpublish", 7, null, "a?ticket=t");
        return connection(wire.command("deleteStream", 8, null, 1.0));
    }

    /** Enhanced RTMP with everything in it, and what else no program here sends. */
    private static byte[] enhancedPush() {
        Wire wire = new Wire().chunkSize(4096).connect("fourCcList", List.of("hvc1", "av01", "Opus"), "capsEx", 15.0);
        wire.createStream(2).command("publish", 3, null, "a", "live");
        for (String video : List.of(
                "90 68766331 01020304",
                "94 68766331 020009636f6c6f72496e666f03000009",
                "97 02 00007f 01 68766331 000000 0011223344",
                "a3 68766331 55",
                "96 01 61763031 01 0a0b",
                "96 00 61763031 01 0a0b",
                "96 11 68766331 00 000002aabb 01 000001cc",
                "96 20 68766331 00 000001dd 61763031 01 000001ee",
                "97 ff 00ff" + "00".repeat(256) + "01 61763031 77",
                "d0 00",
                "92 68766331")) {
            wire.video(40, video).message(4, RtmpMessage.AUDIO, 0xFFFFFF + 40, 1, Wire.hex("91 4f707573 fc"));
        }
        wire.audio(50, "90 4f707573 0102")
                .audio(50, "94 4f707573 0102")
                .audio(60, "95 01 4f707573 01 33")
                .audio(70, "");
        ByteBuf aggregate =
                Wire.hex("08 000003 000005 00 000000 af0101 0000000e 09 000005 000028 00 000000 2701000000 00000010");
        wire.message(4, RtmpMessage.AGGREGATE, 80, 1, aggregate).data(90, "onTextData", "x");
        wire.data(90, "@clearDataFrame", "onMetaData").control(RtmpMessage.ABORT, Unpooled.copyInt(4));
        wire.message(3, RtmpMessage.AMF3_COMMAND, 0, 0, amf3("closeStream"));
        return connection(wire.command("play", 5, null, "b", -2000.0).command("pause", 0, null, true, 0.0));
    }

    private static ByteBuf amf3(String command) {
        return Unpooled.buffer().writeByte(0).writeBytes(Wire.amf(command, 0.0, null));
    }

    private static byte[] connection(Wire wire) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(EmbeddedClient.handshake(), wire.bytes()));
    }
}

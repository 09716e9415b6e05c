package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.PlaybackStart;
import io.parley.relay.gate.RecordingEnd;
import io.parley.relay.rtmp.RtmpClient;
import io.parley.relay.rtmp.ScriptTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of publications: whole tags only, and readable whatever happened. */
class RecordingTest extends RelayFixture {

    /** Bytes of the tags of a short recording: each has 15 around its body. */
    private static final int TAGS = 3 * (15 + 9) + 60 + 30;

    @TempDir
    Path recordings;

    /** Those of the header of the file that was read last. */
    private int flags;

    @Override
    protected RelayConfig config() {
        return super.config().withRecordings(recordings).with(RelaySetting.RECORD_SYNC_MS, 100);
    }

    @BeforeEach
    void recordAll() {
        gate.onPublish = (request, reply) -> reply.accept(new Grant(gate.nextId(), 0, PlaybackStart.FAST, true));
    }

    @Test
    void recordingHasAllThatWasPublishedAndItsSum() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 1);
            publisher.key(0, 2, 100);
            publisher.audio(10, 3);
            publisher.frame(40, 4, 200_000);
            publisher.command(0, "deleteStream", 7, null, 1.0);
            RecordingEnd end = RecordingGate.await(gate.recordings);
            assertThat(end.outcome()).isEqualTo(RecordingEnd.Outcome.COMPLETE);
            assertThat(end.publicationId()).isEqualTo(gate.lastId());
            assertThat(end.gaps()).isZero();
            assertThat(end.durationMs()).isEqualTo(40);
            Path file = recordings.resolve(end.file());
            assertThat(marks(file)).containsExactly("header", "2", "3", "4");
            assertThat(end.bytes()).isEqualTo(Files.size(file));
            assertThat(end.sha256()).isEqualTo(sum(file));
            assertThat(end.file()).isEqualTo(today() + "/" + gate.lastId() + ".flv");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("whatever this process's umask")
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void burstOfAPublisherWhoseNetworkStoodIsRecordedWhole() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 1);
            for (int frame = 0; frame < 300; frame++) {
                if (frame % 25 == 0) {
                    publisher.key(frame * 40, 2, 8_000);
                } else {
                    publisher.frame(frame * 40, 3, 8_000);
                }
            }
            publisher.command(0, "deleteStream", 7, null, 1.0);
            RecordingEnd end = RecordingGate.await(gate.recordings);
            assertThat(end.gaps()).isZero();
            assertThat(marks(recordings.resolve(end.file()))).hasSize(301);
        }
    }

    @Test
    void publicationThatIsNotToBeRecordedIsNot() throws Exception {
        gate.onPublish = (request, reply) -> reply.accept(gate.nextId());
        try (RtmpClient publisher = publisher("a")) {
            publisher.key(0, 2, 100);
            publisher.command(0, "deleteStream", 7, null, 1.0);
            RecordingGate.await(gate.publishEnds);
        }
        relay.close();
        assertThat(recordings).isEmptyDirectory();
    }

    @Test
    void publisherThatTakesOverGetsAFileOfItsOwn() throws Exception {
        try (RtmpClient first = publisher("a")) {
            first.videoHeader(0, 1);
            first.key(0, 2, 100);
            first.frame(40, 3, 100);
            first.sync();
            try (RtmpClient second = publisher("a")) {
                second.videoHeader(0, 4);
                second.key(0, 5, 100);
                second.command(0, "deleteStream", 7, null, 1.0);
                List<List<String>> files = new ArrayList<>();
                files.add(marks(
                        recordings.resolve(RecordingGate.await(gate.recordings).file())));
                files.add(marks(
                        recordings.resolve(RecordingGate.await(gate.recordings).file())));
                assertThat(files.get(0)).containsExactly("header", "2", "3");
                assertThat(files.get(1)).endsWith("header", "5").doesNotContain("2", "3");
            }
        }
    }

    @Test
    void playersAndTheRecordingDoNotDisturbEachOther() throws Exception {
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            publisher.key(0, 1, 100);
            publisher.frame(40, 2, 100);
            assertThat(player.media(2)).hasSize(2);
            publisher.command(0, "deleteStream", 7, null, 1.0);
            assertThat(marks(recordings.resolve(
                            RecordingGate.await(gate.recordings).file())))
                    .containsExactly("1", "2");
            assertThat(player.awaitName("NetStream.Play.")).isEqualTo("NetStream.Play.UnpublishNotify");
        }
    }

    @Test
    void stopOfTheRelayCompletesTheRecording() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.key(0, 1, 100);
            publisher.sync();
            relay.close();
            RecordingEnd end = RecordingGate.await(gate.recordings);
            assertThat(end.outcome()).isEqualTo(RecordingEnd.Outcome.COMPLETE);
            assertThat(marks(recordings.resolve(end.file()))).containsExactly("1");
        }
    }

    @Test
    void whatACrashCutOffIsMadeWholeByTheNextStart() throws Exception {
        Path whole = recorded();
        byte[] bytes = Files.readAllBytes(whole);
        List<String> all = marks(whole);
        int head = bytes.length - TAGS;
        // The room for the index, which is most of it, is nothing but zeros.
        List<Integer> lengths = IntStream.rangeClosed(0, bytes.length)
                .filter(length -> length < 250 || length % 1_000 == 0 || length >= head - 50)
                .boxed()
                .toList();
        for (int length : lengths) {
            Path cut = recordings.resolve("2026-01-01").resolve(length + ".flv.part");
            Files.createDirectories(cut.getParent());
            Files.write(cut, Arrays.copyOf(bytes, length));
        }
        restart(config());
        for (int i = 0; i < lengths.size(); i++) {
            RecordingEnd end = RecordingGate.await(gate.recordings);
            assertThat(end.outcome()).isEqualTo(RecordingEnd.Outcome.RECOVERED);
            Path file = recordings.resolve(end.file());
            assertThat(end.bytes()).isEqualTo(Files.size(file));
            assertThat(end.sha256()).isEqualTo(sum(file));
            assertThat(end.bytes()).isLessThanOrEqualTo(end.publicationId());
            if (end.bytes() > 0) {
                List<String> kept = marks(file);
                assertThat(kept).isEqualTo(all.subList(0, kept.size()));
            }
            if (end.bytes() >= head) {
                ScriptTag metadata = metadata(file);
                assertThat(metadata.properties()).containsEntry("filesize", (double) end.bytes());
                assertThat(metadata.duration()).isEqualTo(end.durationMs() / 1000.0);
            }
            if (end.publicationId() == bytes.length) {
                assertThat(end.bytes()).isEqualTo(bytes.length);
                assertThat(Files.readAllBytes(file)).as("the same again").isEqualTo(bytes);
            }
        }
    }

    @Test
    void fileHasItsOwnDurationAndAnIndexOfKeyFramesAndWhatTheEncoderSaid() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.send(5, 18, 0, 1, Unpooled.wrappedBuffer(ScriptTag.encoder(640)));
            publisher.videoHeader(70, 1);
            publisher.audioHeader(70);
            for (int i = 0; i < 10; i++) {
                if (i % 3 == 0) {
                    publisher.key(70 + 40 * i, i, 100);
                } else {
                    publisher.frame(70 + 40 * i, i, 100);
                }
                publisher.audio(75 + 40 * i, i);
            }
            publisher.send(5, 18, 0, 1, Unpooled.wrappedBuffer(ScriptTag.encoder(320)));
            RecordingEnd end = ended(publisher);
            assertThat(end.durationMs()).isEqualTo(365);
            Path file = recordings.resolve(end.file());
            ScriptTag metadata = metadata(file);
            assertThat(flags).isEqualTo(5);
            assertThat(metadata.properties())
                    .containsEntry("duration", 0.365)
                    .containsEntry("filesize", (double) Files.size(file))
                    .containsEntry("hasVideo", true)
                    .containsEntry("width", 640.0)
                    .containsKeys("encoder", "nested");
            assertThat(metadata.times())
                    .as("the header first, as FLV tools have it")
                    .containsExactly(0.0, 0.0, 0.12, 0.24, 0.36);
            byte[] bytes = Files.readAllBytes(file);
            assertThat(metadata.positions())
                    .hasSize(5)
                    .allMatch(at -> bytes[at.intValue()] == 9 && bytes[at.intValue() + 11] == 0x17);
            assertThat(tags(file))
                    .filteredOn(tag -> tag.type() == 18)
                    .hasSize(2)
                    .last()
                    .satisfies(tag -> assertThat(ScriptTag.of(tag.body()).properties())
                            .containsEntry("width", 320.0)
                            .doesNotContainKeys("duration", "filesize", "keyframes", "hasVideo"));
        }
    }

    @Test
    void headerNamesATrackThatCameLate() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            publisher.audioHeader(0);
            for (int time = 0; time < 3_000; time += 20) {
                publisher.audio(time, time);
            }
            publisher.sync();
            Path unfinished = Path.of(recordings.resolve(today() + "/" + gate.lastId() + ".flv") + ".part");
            awaitFlags(unfinished, 4);
            publisher.videoHeader(3_000, 1);
            publisher.key(3_000, 2, 100);
            Path file = recordings.resolve(ended(publisher).file());
            assertThat(metadata(file).properties())
                    .containsEntry("hasVideo", true)
                    .containsEntry("hasAudio", true);
            assertThat(flags).isEqualTo(5);
        }
    }

    @Test
    void publisherThatReturnsWithinTheGraceGetsAFileThatBeginsAtZeroWithTheHeadersItNeeds() throws Exception {
        restart(config().with(RelaySetting.PUBLISHER_GRACE_MS, 60_000));
        try (RtmpClient first = publisher("a")) {
            first.videoHeader(0, 1);
            first.audioHeader(0);
            first.key(0, 2, 100);
            first.audio(5_000, 3);
            first.sync();
        }
        try (RtmpClient second = publisher("a")) {
            second.audioHeader(0);
            second.videoHeader(0, 1);
            second.key(0, 4, 100);
            second.audio(10, 5);
            second.videoHeader(30, 1);
            second.frame(40, 6, 100);
            second.command(0, "deleteStream", 7, null, 1.0);
            RecordingGate.await(gate.recordings);
            Path file = recordings.resolve(RecordingGate.await(gate.recordings).file());
            assertThat(marks(file)).containsExactly("header", "4", "header", "5", "6");
            assertThat(tags(file)).extracting(FlvStream.Tag::timestamp).containsExactly(0, 0, 0, 10, 10, 40);
            assertThat(metadata(file).duration()).isEqualTo(0.04);
        }
    }

    @Test
    void fileHasNoHeaderOfATrackThatThisPublisherDoesNotHave() throws Exception {
        try (RtmpClient first = publisher("a")) {
            first.videoHeader(0, 1);
            first.audioHeader(0);
            first.key(0, 2, 100);
            first.audio(0, 3);
            first.sync();
            try (RtmpClient second = publisher("a")) {
                second.audio(0, 4);
                second.audio(20, 5);
                second.command(0, "deleteStream", 7, null, 1.0);
                RecordingGate.await(gate.recordings);
                Path file =
                        recordings.resolve(RecordingGate.await(gate.recordings).file());
                assertThat(marks(file)).containsExactly("header", "4", "5");
                assertThat(flags).isEqualTo(4);
            }
        }
    }

    private static void awaitFlags(Path file, int expected) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Patience.MILLIS);
        int found = -1;
        while (found != expected) {
            assertThat(System.nanoTime()).as("flags " + found).isLessThan(deadline);
            Thread.sleep(20);
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            found = bytes.length < 5 ? -1 : bytes[4];
        }
    }

    private RecordingEnd ended(RtmpClient publisher) throws IOException {
        publisher.command(0, "deleteStream", 7, null, 1.0);
        return RecordingGate.await(gate.recordings);
    }

    @Test
    void endThatNobodyTookNoteOfIsReportedAgain() throws Exception {
        gate.onRecorded = (end, taken) -> {};
        Path unfinished = Path.of(recorded() + ".part");
        assertThat(unfinished).exists();
        gate.onRecorded = (end, taken) -> taken.run();
        restart(config());
        RecordingEnd again = RecordingGate.await(gate.recordings);
        assertThat(again.publicationId()).isEqualTo(gate.lastId());
        assertThat(marks(recordings.resolve(again.file()))).containsExactly("header", "2", "3");
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void callGoesOnWhenTheDiskRefuses() throws Exception {
        Files.createFile(recordings.resolve(today()));
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            RecordingEnd end = RecordingGate.await(gate.recordings);
            assertThat(end.outcome()).isEqualTo(RecordingEnd.Outcome.FAILED);
            publisher.key(0, 1, 100);
            assertThat(player.media(1)).hasSize(1);
        }
    }

    @Test
    void filesThatAreNotOursAreLeftAlone() throws Exception {
        Path stranger = Files.writeString(recordings.resolve("notes.flv.part"), "not ours");
        restart(config());
        Path known = recorded();
        assertThat(known).exists();
        assertThat(stranger).hasContent("not ours");
    }

    /** A short recording; its file. */
    private Path recorded() throws IOException {
        try (RtmpClient publisher = publisher("a")) {
            publisher.videoHeader(0, 1);
            publisher.key(0, 2, 60);
            publisher.frame(40, 3, 30);
            publisher.command(0, "deleteStream", 7, null, 1.0);
            return recordings.resolve(RecordingGate.await(gate.recordings).file());
        }
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    private List<String> marks(Path file) throws IOException {
        return tags(file).stream().skip(1).map(FlvStream.Tag::mark).toList();
    }

    private ScriptTag metadata(Path file) throws IOException {
        return ScriptTag.of(tags(file).get(0).body());
    }

    private List<FlvStream.Tag> tags(Path file) throws IOException {
        // The final name comes a moment after the report.
        Path copy = recordings.resolve("copy");
        Files.copy(Files.exists(file) ? file : Path.of(file + ".part"), copy, StandardCopyOption.REPLACE_EXISTING);
        List<FlvStream.Tag> tags = new ArrayList<>();
        try (var in = Files.newInputStream(copy)) {
            FlvStream flv = new FlvStream(in);
            flags = flv.flags;
            for (FlvStream.Tag tag = flv.next(); tag != null; tag = flv.next()) {
                tags.add(tag);
            }
        }
        return tags;
    }

    private static String sum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}

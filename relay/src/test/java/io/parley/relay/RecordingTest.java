package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.Grant;
import io.parley.relay.gate.PlaybackStart;
import io.parley.relay.gate.RecordingEnd;
import io.parley.relay.rtmp.RtmpClient;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of publications: whole tags only, and readable whatever happened. */
class RecordingTest extends RelayFixture {

    @TempDir
    Path recordings;

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
        for (int length = 0; length <= bytes.length; length++) {
            Path cut = recordings.resolve("2026-01-01").resolve(length + ".flv.part");
            Files.createDirectories(cut.getParent());
            Files.write(cut, Arrays.copyOf(bytes, length));
        }
        restart(config());
        for (int i = 0; i <= bytes.length; i++) {
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
            if (end.publicationId() == bytes.length) {
                assertThat(end.bytes()).isEqualTo(bytes.length);
            }
        }
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
        // The final name comes a moment after the report.
        Path copy = recordings.resolve("copy");
        Files.copy(Files.exists(file) ? file : Path.of(file + ".part"), copy, StandardCopyOption.REPLACE_EXISTING);
        List<String> marks = new ArrayList<>();
        try (var in = Files.newInputStream(copy)) {
            FlvStream flv = new FlvStream(in);
            for (FlvStream.Tag tag = flv.next(); tag != null; tag = flv.next()) {
                marks.add(tag.mark());
            }
        }
        return marks;
    }

    private static String sum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}

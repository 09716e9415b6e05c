package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages of players that join, while codecs change, and where a track is missing. */
@Isolated("counts the memory of the whole process")
class PlayConformanceTest {

    private static final String AVC = "1700000000aa";
    private static final String KEY = "1701000000bb";
    private static final String FRAME = "2701000000cc";

    private final EmbeddedRelay relay = new EmbeddedRelay();
    private final EmbeddedClient publisher = relay.publisher("a");

    @AfterEach
    void nothingIsLeft() {
        relay.close();
    }

    @Test
    void p6_whoeverJoinsGetsHeadersThenAKeyFrame() {
        publisher.send(new Wire().video(0, AVC).audio(0, "af001210"));
        for (int time = 0; time < 400; time += 40) {
            publisher.send(new Wire().video(time, time % 120 == 0 ? KEY : FRAME).audio(time + 5, "af01"));
            List<String> media = relay.player("a").media();
            int key = time - time % 120;
            assertThat(media)
                    .startsWith("video " + key + " " + AVC, "audio " + key + " af001210", "video " + key + " " + KEY);
            assertThat(media).last().isEqualTo("audio " + (time + 5) + " af01");
        }
    }

    @Test
    void p6_waitingPlayerGetsNoPictureBeforeAKeyFrame() {
        EmbeddedClient player = relay.player("a");
        publisher.send(new Wire()
                .video(0, AVC)
                .video(0, FRAME)
                .audio(1, "af01")
                .video(40, FRAME)
                .video(80, KEY));
        assertThat(player.media()).containsExactly("video 0 " + AVC, "audio 1 af01", "video 80 " + KEY);
    }

    @ParameterizedTest
    @CsvSource({"2e0001, 12aa", "7e55, 22bb", "1e, 1400"})
    void p6_codecsWithoutHeadersGetNone(String audio, String key) {
        publisher.send(new Wire().audio(0, audio).video(0, "12aa").audio(20, audio));
        assertThat(relay.player("a").media()).containsExactly("video 0 12aa", "audio 20 " + audio);
    }

    @Test
    void p8_changedCodecParametersComeBeforeTheirFramesForWhoeverIsThere() {
        EmbeddedClient player = relay.player("a");
        publisher.send(
                new Wire().video(0, AVC).video(0, KEY).video(40, "1700000000dd").video(40, KEY));
        publisher.send(new Wire()
                .audio(41, "af001210")
                .audio(41, "af01")
                .audio(60, "af001390")
                .audio(60, "af02"));
        assertThat(player.media())
                .containsExactly(
                        "video 0 " + AVC,
                        "video 0 " + KEY,
                        "video 40 1700000000dd",
                        "video 40 " + KEY,
                        "audio 41 af001210",
                        "audio 41 af01",
                        "audio 60 af001390",
                        "audio 60 af02");
        assertThat(relay.player("a").media()).startsWith("video 40 1700000000dd", "video 40 " + KEY);
    }

    @Test
    void p8_playerThatSkippedTheChangeGetsTheNewHeadersToo() {
        publisher.send(new Wire().video(0, AVC).video(0, KEY));
        EmbeddedClient player = relay.player("a").send(new Wire().command("pause", 0, null, true, 0.0));
        player.received();
        publisher.send(new Wire().video(40, "1700000000dd").video(40, KEY).video(80, FRAME));
        player.send(new Wire().command("pause", 0, null, false, 0.0));
        assertThat(player.media()).containsExactly("video 40 1700000000dd", "video 40 " + KEY, "video 80 " + FRAME);
    }

    @Test
    void p8_playerThatSkippedToTheEdgeGetsTheNewHeadersToo() {
        publisher.send(new Wire().audio(0, "af001210").audio(0, "af01"));
        EmbeddedClient player = relay.player("a").send(new Wire().command("pause", 0, null, true, 0.0));
        player.received();
        publisher.send(new Wire().audio(20, "af001390").audio(20, "af01").audio(40, "af01"));
        player.send(new Wire().command("pause", 0, null, false, 0.0));
        publisher.send(new Wire().audio(60, "af02"));
        assertThat(player.media()).containsExactly("audio 40 af001390", "audio 60 af02");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000aa, 1701000000bb, 2701000000cc",
        "906876633101, 9168766331000000bb, a368766331cc",
        "96006876633100aa, 96016876633100000000bb, a6016876633100000000cc"
    })
    void p8_repeatedHeaderIsNoChangeForWhoeverJoinsOrIsThere(String header, String key, String frame) {
        EmbeddedClient there = relay.player("a");
        publisher.send(new Wire().video(0, header).audio(0, "af001210").video(0, key));
        publisher.send(new Wire().video(40, header).audio(40, "af001210").video(40, frame));
        assertThat(there.media())
                .containsExactly("video 0 " + header, "audio 0 af001210", "video 0 " + key, "video 40 " + frame);
        assertThat(relay.player("a?first=fast").media())
                .as("pressed")
                .containsExactly("video 39 " + header, "audio 39 af001210", "video 39 " + key, "video 40 " + frame);
        assertThat(relay.player("a?first=smooth").media())
                .containsExactly("video 0 " + header, "audio 0 af001210", "video 0 " + key, "video 40 " + frame);
    }

    @Test
    void p8_hdrMetadataWithinTheGroupOfPicturesIsNoReasonToStartLate() {
        String header = "906876633101";
        String key = "9168766331000000bb";
        publisher.send(new Wire().video(0, header).video(0, key).video(20, "946876633105"));
        publisher.send(new Wire().video(30, "a46876633106").video(40, "a368766331cc"));
        assertThat(relay.player("a?first=fast").media())
                .containsExactly(
                        "video 39 " + header, "video 39 a46876633106", "video 39 " + key, "video 40 a368766331cc");
    }

    @Test
    void p8_playerThatSkippedARepetitionGetsNoHeaders() {
        publisher.send(new Wire().video(0, AVC).audio(0, "af001210").video(0, KEY));
        EmbeddedClient player = relay.player("a").send(new Wire().command("pause", 0, null, true, 0.0));
        player.received();
        publisher.send(
                new Wire().video(40, AVC).audio(40, "af001210").video(40, KEY).video(80, FRAME));
        player.send(new Wire().command("pause", 0, null, false, 0.0));
        assertThat(player.media()).containsExactly("video 40 " + KEY, "video 80 " + FRAME);
    }

    @Test
    void p8_headerThatComesAgainAfterAnotherIsAChange() {
        EmbeddedClient player = relay.player("a");
        publisher.send(new Wire().video(0, AVC).video(0, "1700000000dd").video(0, AVC));
        assertThat(player.media()).containsExactly("video 0 " + AVC, "video 0 1700000000dd", "video 0 " + AVC);
    }

    @ParameterizedTest
    @CsvSource({
        "v1700000000aa, v1700000000, v1701000000bb",
        "v1700000000aa, v1700, v1701000000bb",
        "v1c00000000aa, v1c00000000, v1c01000000bb",
        "v9068766331aa, v9068766331, v9168766331000000bb",
        "v960068766331 00aa, v960068766331 00, v960168766331 00000000bb",
        "v961068766331 00000001aa 01000001bb, v961068766331 00000000 01000000, v961168766331 00000001cc 01000001dd",
        "aaf001210, aaf00, v1701000000bb",
        "a906d703461 1210, a906d703461, v1701000000bb"
    })
    void p8_emptyHeaderDoesNotReplaceAGoodOne(String good, String empty, String key) {
        EmbeddedClient there = relay.player("a");
        for (String each : List.of(good, empty, key)) {
            String hex = each.substring(1).replace(" ", "");
            publisher.send(each.startsWith("a") ? new Wire().audio(0, hex) : new Wire().video(0, hex));
        }
        List<String> expected = Stream.of(good, key)
                .map(each -> (each.startsWith("a") ? "audio 0 " : "video 0 ")
                        + each.substring(1).replace(" ", ""))
                .toList();
        assertThat(there.media()).isEqualTo(expected);
        assertThat(relay.player("a").media()).isEqualTo(expected);
    }

    @Test
    void p8_emptyHeaderOfAnotherCodecIsAChange() {
        publisher.send(new Wire().video(0, AVC).audio(0, "904f7075730a").audio(0, "9061632d33"));
        publisher.send(new Wire().audio(0, "9161632d33aa").video(0, KEY));
        assertThat(relay.player("a").media()).containsExactly("video 0 " + AVC, "audio 0 9061632d33", "video 0 " + KEY);
    }

    @Test
    void p9_playersOfOneTrackAloneGoOn() {
        EmbeddedClient waiting = relay.player("a");
        publisher.send(new Wire().audio(0, "af001210").audio(0, "af01"));
        EmbeddedClient joining = relay.player("a");
        publisher.send(new Wire().audio(20, "af01"));
        assertThat(waiting.media()).containsExactly("audio 0 af001210", "audio 0 af01", "audio 20 af01");
        assertThat(joining.media()).containsExactly("audio 0 af001210", "audio 20 af01");
    }

    @Test
    void p9_audioThatPausesStopsNoVideoAndFitsAgainAfterwards() {
        EmbeddedClient player = relay.player("a");
        publisher.send(new Wire().audio(0, "af01"));
        for (int time = 0; time < 30_000; time += 40) {
            publisher.send(new Wire().video(time, time % 1000 == 0 ? KEY : FRAME));
        }
        publisher.send(new Wire().audio(30_000, "af02"));
        assertThat(player.media()).hasSize(1 + 750 + 1).last().isEqualTo("audio 30000 af02");
    }

    @Test
    void p9_pictureOfAMutedCameraIsNotShownToPlayersThatComeLater() {
        publisher.send(new Wire().video(0, AVC).audio(0, "af001210").video(0, KEY));
        for (int time = 0; time <= 15_000; time += 20) {
            publisher.send(new Wire().audio(time, "af01"));
        }
        EmbeddedClient player = relay.player("a");
        publisher.send(new Wire().audio(15_020, "af02"));
        assertThat(player.media()).containsExactly("video 15000 " + AVC, "audio 15000 af001210", "audio 15020 af02");
    }

    @Test
    void p14_largeTinyAndManyMessagesPassAndAreBounded() {
        EmbeddedClient player = relay.player("a");
        publisher.send(new Wire()
                .chunkSize(60_000)
                .message(
                        6,
                        RtmpMessage.VIDEO,
                        0,
                        1,
                        Bytes.filled(1_500_000, 0x17).setByte(1, 1))
                .chunkSize(128));
        assertThat(player.received()).last().satisfies(message -> assertThat(message.body())
                .hasSize(1_500_000));
        publisher.send(new Wire().video(40, "17").video(40, "27").audio(40, "af"));
        assertThat(player.media()).containsExactly("video 40 17", "video 40 27", "audio 40 af");
        for (int time = 0; time < 200; time++) {
            Wire wire = new Wire();
            for (int i = 0; i < 10; i++) {
                wire.audio(40 + time, "af01");
            }
            publisher.send(wire);
            assertThat(player.received()).hasSize(10);
        }
        assertThat(publisher.isOpen()).isTrue();
    }
}

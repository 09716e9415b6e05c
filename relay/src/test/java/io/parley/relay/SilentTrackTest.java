package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Players that join while the camera or the microphone is off. */
class SilentTrackTest extends RelayFixture {

    private static final int STEP = 40;
    private static final int OFF = 1_000;
    private static final int JOINED = 5_000;

    @Test
    void f10_whoJoinsWithoutTheCameraIsToldOfSoundAloneAndGetsThePictureWhenItComesBack() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            begin(publisher);
            for (int time = OFF; time < JOINED; time += STEP) {
                publisher.audio(time, time);
            }
            publisher.sync();
            FlvStream flv = join();
            assertThat(flv.flags).isEqualTo(4);
            assertThat(flv.next().type())
                    .as("the audio header, and no old picture")
                    .isEqualTo(8);
            publisher.audio(JOINED, 1);
            assertThat(flv.next().mark()).isEqualTo("1");
            publisher.frame(JOINED + STEP, 2, 10);
            publisher.key(JOINED + 2 * STEP, 3, 10);
            FlvStream.Tag header = flv.next();
            assertThat(header.mark()).isEqualTo("header");
            assertThat(header.type()).isEqualTo(9);
            assertThat(header.timestamp()).isEqualTo(JOINED + 2 * STEP);
            assertThat(flv.next().mark()).isEqualTo("3");
            publisher.key(JOINED + 3 * STEP, 4, 10);
            assertThat(flv.next().mark()).as("the header came once").isEqualTo("4");
        }
    }

    @Test
    void f10_whoJoinsWithoutTheMicrophoneIsToldOfThePictureAloneAndGetsSoundWhenItComesBack() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            begin(publisher);
            for (int time = OFF; time < JOINED; time += STEP) {
                publisher.frame(time, time, 10);
            }
            publisher.key(JOINED, 1, 10);
            publisher.sync();
            FlvStream flv = join();
            assertThat(flv.flags).isEqualTo(1);
            assertThat(flv.next().type()).isEqualTo(9);
            assertThat(flv.next().mark()).isEqualTo("1");
            publisher.audio(JOINED, 2);
            FlvStream.Tag header = flv.next();
            assertThat(header.mark()).isEqualTo("header");
            assertThat(header.type()).isEqualTo(8);
            assertThat(flv.next().mark()).isEqualTo("2");
        }
    }

    @Test
    void f10_headerThatThePublisherSendsAgainIsNotRepeated() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            begin(publisher);
            for (int time = OFF; time < JOINED; time += STEP) {
                publisher.audio(time, time);
            }
            publisher.sync();
            FlvStream flv = join();
            assertThat(flv.next().type()).isEqualTo(8);
            publisher.videoHeader(JOINED, 7);
            publisher.key(JOINED, 1, 10);
            assertThat(flv.next().type()).isEqualTo(9);
            assertThat(flv.next().mark()).isEqualTo("1");
        }
    }

    @Test
    void f10_headerThatComesBackUnchangedIsGivenToWhoJoinedWithoutIt() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            begin(publisher);
            for (int time = OFF; time < JOINED; time += STEP) {
                publisher.audio(time, time);
            }
            publisher.sync();
            FlvStream flv = join();
            assertThat(flv.next().type()).isEqualTo(8);
            publisher.videoHeader(JOINED, 0);
            publisher.key(JOINED, 1, 10);
            assertThat(flv.next().type()).isEqualTo(9);
            assertThat(flv.next().mark()).isEqualTo("1");
        }
    }

    @Test
    void f10_headersThatAnEncoderRepeatsAreNoSound() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            begin(publisher);
            for (int time = OFF; time < JOINED; time += STEP) {
                publisher.frame(time, time, 10);
                publisher.audioHeader(time);
            }
            publisher.key(JOINED, 1, 10);
            publisher.sync();
            assertThat(join().flags).isEqualTo(1);
        }
    }

    @Test
    void f10_rtmpPlayerHasBothHeadersAtOnceAndTheNewOneAgain() throws Exception {
        try (RtmpClient publisher = publisher("a")) {
            begin(publisher);
            for (int time = OFF; time < JOINED; time += STEP) {
                publisher.audio(time, time);
            }
            publisher.sync();
            try (RtmpClient player = player("a?first=edge")) {
                assertThat(player.media(2)).extracting(PublishPlayTest::mark).containsExactly("header", "header");
                publisher.key(JOINED, 1, 10);
                assertThat(player.media(2)).extracting(PublishPlayTest::mark).containsExactly("header", "1");
            }
        }
    }

    private static void begin(RtmpClient publisher) throws IOException {
        publisher.videoHeader(0, 0);
        publisher.audioHeader(0);
        publisher.key(0, 0, 10);
        publisher.audio(0, 0);
    }

    private FlvStream join() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + "/live/a.flv"))
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        return new FlvStream(response.body());
    }
}

package io.parley.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Database;
import io.parley.it.Eventually;
import io.parley.it.Rest;
import io.parley.it.RtmpProbe;
import io.parley.it.SignalClient;
import io.parley.it.container.FaultInjection.Fault;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A media client is accepted if and only if its transaction commits. Whatever spoils it comes after the application has said yes and
 * has written everything down. Runs outside of the server, against real sockets; {@link FaultInjection} is inside.
 */
abstract class RollbackScenario {

    private Rest rest;
    private Database database;
    private Rest.App app;
    private SignalClient speaker;
    private SignalClient listener;

    abstract Rest rest();

    abstract Database database();

    abstract URI signal();

    @BeforeEach
    void twoUsersInOneRoom() {
        rest = rest();
        database = database();
        app = rest.createApp("rollback");
        speaker = inside("speaker");
        listener = inside("listener");
    }

    private SignalClient inside(String user) {
        SignalClient client = new SignalClient(signal());
        JsonNode answer = client.login(app, "room", user, rest.token(app, user), true);
        assertThat(answer.path("type").asText()).as(answer.toString()).isEqualTo("loggedIn");
        return client;
    }

    @AfterEach
    void leave() {
        speaker.close();
        listener.close();
    }

    @Test
    void aPublisherIsRefusedWhenTheApplicationFails() throws IOException {
        expectPublisherRefused(Fault.THROW);
    }

    @Test
    void aPublisherWhoseTransactionIsRolledBackIsRefused() throws IOException {
        expectPublisherRefused(Fault.ROLLBACK);
    }

    @Test
    void aPublisherWhoseTransactionTakesTooLongIsRefused() throws IOException {
        expectPublisherRefused(Fault.TIMEOUT);
    }

    @Test
    void aPublisherWhoseCommitFailsIsRefused() throws IOException {
        expectPublisherRefused(Fault.COMMIT);
    }

    @Test
    void aPlayerIsRefusedWhenTheApplicationFails() throws IOException {
        expectPlayerRefused(Fault.THROW);
    }

    @Test
    void aPlayerWhoseTransactionIsRolledBackIsRefused() throws IOException {
        expectPlayerRefused(Fault.ROLLBACK);
    }

    @Test
    void aPlayerWhoseTransactionTakesTooLongIsRefused() throws IOException {
        expectPlayerRefused(Fault.TIMEOUT);
    }

    @Test
    void aPlayerWhoseCommitFailsIsRefused() throws IOException {
        expectPlayerRefused(Fault.COMMIT);
    }

    private void expectPublisherRefused(Fault fault) throws IOException {
        String spoilt = fault.whenPublished();
        try (RtmpProbe probe = new RtmpProbe(speaker.publishUrl(spoilt))) {
            probe.publish();
            assertThat(allAnswers(probe)).containsExactly("NetStream.Publish.Denied");
        }
        expectNothingPublished(spoilt);
        try (RtmpProbe probe = new RtmpProbe(speaker.publishUrl("sound"))) {
            probe.publish();
            assertThat(probe.answer()).isEqualTo("NetStream.Publish.Start");
            // Comes after anything that could have been said of the other one: a room's events keep their order.
            listener.await("streamAdded", "streamID", "sound");
            speaker.await("publishState", "streamID", "sound");
            assertThat(rows("stream", "sound")).isEqualTo(1);
        }
        assertThat(listener.heard("streamAdded")).hasSize(1);
        expectNotTold(speaker, "publishState", spoilt);
        expectNothingPublished(spoilt);
        expectNoGapInTheFeed();
    }

    private void expectNothingPublished(String streamID) {
        assertThat(rows("stream", streamID)).as("claims").isZero();
        assertThat(rows("publication", streamID)).as("facts").isZero();
        assertThat(started("PUBLISH_START", streamID)).as("audit").isZero();
        assertThat(database.number(
                        "select count(*) from callback_outbox where app_id = ? and event = 'STREAM_ADDED'"
                                + " and body ->> 'streamID' = ?",
                        app.id(),
                        streamID))
                .as("what the customer is told")
                .isZero();
    }

    private void expectPlayerRefused(Fault fault) throws IOException {
        String spoilt = fault.whenPlayed();
        try (RtmpProbe first = new RtmpProbe(speaker.publishUrl(spoilt));
                RtmpProbe second = new RtmpProbe(speaker.publishUrl("sound"))) {
            first.publish();
            assertThat(first.answer()).isEqualTo("NetStream.Publish.Start");
            second.publish();
            assertThat(second.answer()).isEqualTo("NetStream.Publish.Start");
            try (RtmpProbe probe = new RtmpProbe(listener.playUrl(spoilt))) {
                probe.play();
                assertThat(allAnswers(probe)).containsExactly("NetStream.Play.StreamNotFound");
            }
            expectNothingPlayed(spoilt);
            assertThat(rows("stream", spoilt)).as("its publisher stays").isEqualTo(1);
            try (RtmpProbe probe = new RtmpProbe(listener.playUrl("sound"))) {
                probe.play();
                // The answer to the player itself comes with the first frame, which the probe never sends.
                listener.await("playState", "streamID", "sound");
                assertThat(rows("player", "sound")).isEqualTo(1);
            }
            expectNotTold(listener, "playState", spoilt);
            expectNothingPlayed(spoilt);
        }
    }

    private void expectNothingPlayed(String streamID) {
        assertThat(rows("player", streamID)).as("claims").isZero();
        assertThat(rows("playback", streamID)).as("facts").isZero();
        assertThat(started("PLAY_START", streamID)).as("audit").isZero();
    }

    /** The user hears of the stream without fault only. */
    private static void expectNotTold(SignalClient client, String type, String spoilt) {
        assertThat(client.heard(type))
                .isNotEmpty()
                .noneMatch(state -> state.path("streamID").asText().equals(spoilt));
    }

    /** What was rolled back took no number with it. */
    private void expectNoGapInTheFeed() {
        Eventually.holds(() -> {
            List<String> numbers =
                    database.texts("select seq from callback_outbox where app_id = ? order by seq", app.id());
            List<String> expected = new ArrayList<>();
            for (int i = 1; i <= numbers.size(); i++) {
                expected.add(Integer.toString(i));
            }
            assertThat(numbers).isNotEmpty().isEqualTo(expected);
        });
    }

    private long rows(String table, String streamID) {
        return database.number(
                "select count(*) from " + table + " where app_id = ? and stream_id = ?", app.id(), streamID);
    }

    private long started(String action, String streamID) {
        return database.number(
                "select count(*) from audit_entry where app_id = ? and stream_id = ? and action = ? and outcome = 'DONE'",
                app.id(),
                streamID,
                action);
    }

    /** Every code until the server has closed the connection. */
    private static List<String> allAnswers(RtmpProbe probe) throws IOException {
        List<String> answers = new ArrayList<>();
        for (String answer = probe.answer(); !answer.equals("closed"); answer = probe.answer()) {
            answers.add(answer);
        }
        return answers;
    }
}

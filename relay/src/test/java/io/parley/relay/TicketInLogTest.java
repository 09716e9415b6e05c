package io.parley.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.rtmp.LogCapture;
import io.parley.relay.rtmp.RtmpClient;
import java.io.InputStream;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ticket that is not where it belongs is refused like any other wrong address, and is in no line of the log. */
@Isolated("reads the log of the whole process")
class TicketInLogTest extends RelayFixture {

    private static final String KEY = "Zm9vYmFyYmF6cXV4MTIzNA";
    private static final String TICKET = "AQBxc2VjcmV0LXRpY2tldC10aGF0LWlzLWdvb2QtZm9yLWl0cy1zdHJlYW1fMDEyMzQ1Njc4OQ";

    @Override
    protected RelayConfig config() {
        gate.onPublish = (request, reply) -> reply.refuse(GateRefusal.DENIED);
        gate.onPlay = gate.onPublish;
        return super.config();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "K?ticket=T",
                "K&ticket=T",
                "K;ticket=T",
                "K%26ticket=T",
                "K%3Fticket=T",
                "K%3Fticket%3DT",
                "K%253Fticket%253DT",
                "K#ticket=T",
                "K&TICKET=T",
                "K/T",
                "T",
                "K/ticket/T",
                "K?token=T",
                "K?x=1?ticket=T",
                "K&first=edge&ticket=T&x",
                "K\n2026-01-01 INFO forged ticket=T",
                "K%0A2026-01-01%20INFO%20forged&ticket=T",
                "K%00&ticket=T",
                "K%C0%AE%C0%AE&ticket=T",
                "K%E2%80%A8forged&ticket=T",
                "ключ&ticket=T"
            })
    void noWayOfWritingAnAddressPutsTheTicketIntoTheLog(String form) throws Exception {
        String name = form.replaceAll("\\bK", KEY).replaceAll("\\bT\\b", TICKET);
        try (LogCapture log = new LogCapture(Level.ALL)) {
            publishByRtmp("live", name);
            publishByRtmp("live/" + name, "");
            playByRtmp(name);
            for (String path : new String[] {"/live/", "/publish/"}) {
                get(path + name, "");
                get(path + name + ".flv", "");
                get(
                        path + name + ".flv",
                        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: abc\r\n");
                get(path + name.replaceFirst(KEY, KEY + ".flv"), "");
            }
            relay.close();
            assertThat(log.lines()).as("only one line each").noneMatch(line -> line.contains("\n"));
            assertThat(log.lines()).noneMatch(line -> line.contains(TICKET.substring(0, 20)));
        }
    }

    @Test
    void theClientHearsThatItsTicketIsNotInTheQuery() throws Exception {
        assertThat(get("/live/" + KEY + ".flv&ticket=" + TICKET, "")).contains("ticket_not_in_query");
        assertThat(get("/live/" + KEY + "&ticket=" + TICKET + ".flv", "")).contains("ticket_not_in_query");
        try (RtmpClient client = client()) {
            client.connect("live");
            client.command(1, "publish", 3, null, KEY + "&ticket=" + TICKET, "live");
            assertThat(client.rest()).anySatisfy(message -> assertThat(new String(message.body(), ISO_8859_1))
                    .contains("NetStream.Publish.BadName", "?ticket=")
                    .doesNotContain(TICKET));
        }
        assertThat(gate.publishRequests).isEmpty();
        assertThat(gate.playRequests).isEmpty();
    }

    private void publishByRtmp(String app, String name) throws Exception {
        try (RtmpClient client = client()) {
            client.connect(app);
            client.command(0, "createStream", 2, (Object) null);
            client.command(1, "publish", 3, null, name, "live");
            client.rest();
        }
    }

    private void playByRtmp(String name) throws Exception {
        try (RtmpClient client = client()) {
            client.play(name);
            client.rest();
        }
    }

    private String get(String uri, String headers) throws Exception {
        try (RawClient client = new RawClient(relay.port())) {
            client.send(("GET " + uri + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n").getBytes(UTF_8));
            client.socket.setSoTimeout(Patience.MILLIS);
            InputStream in = client.socket.getInputStream();
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }
}

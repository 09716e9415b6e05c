package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.EndCause;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is dear for the server and cheap for who asks for it: it is done once for a connection, and not where media is. */
class TlsAbuseTest extends RelayFixture {

    private static final int RENEGOTIATIONS = 50;
    private static final int FLOODERS = 4;

    @TempDir
    static Path directory;

    private static TestCertificate certificate;

    @Override
    protected RelayConfig config() {
        certificate = TestCertificate.of(directory, "a", "RSA");
        return super.config()
                .with(RelaySetting.HANDSHAKE_DEADLINE_MS, 20_000)
                .withTls(certificate.chain(), certificate.key());
    }

    @Test
    void noClientRenegotiates() throws Exception {
        int done = 0;
        try (SSLSocket socket = certificate.connect(relay.port(), "TLSv1.2")) {
            RtmpClient client = new RtmpClient(socket);
            assertThat(client.publish("a")).isEqualTo("NetStream.Publish.Start");
            while (done < RENEGOTIATIONS) {
                socket.getSession().invalidate();
                socket.startHandshake();
                client.sync();
                done++;
            }
        } catch (IOException | NullPointerException closed) {
            // As it should be.
        }
        assertThat(done).isZero();
        assertThat(RecordingGate.await(gate.publishEnds).cause()).isEqualTo(EndCause.CONNECTION_LOST);
    }

    @Test
    void mediaGoesOnBesideAFloodOfHandshakesWhichHaveThreadsOfTheirOwn() throws Exception {
        List<Thread> flood = new ArrayList<>();
        AtomicInteger handshakes = new AtomicInteger();
        for (int i = 0; i < FLOODERS; i++) {
            Thread flooder = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try (SSLSocket socket = certificate.connect(relay.port(), "TLSv1.3")) {
                        socket.startHandshake();
                        handshakes.incrementAndGet();
                    } catch (IOException | GeneralSecurityException closed) {
                        // The next one.
                    }
                }
            });
            flood.add(flooder);
        }
        try (RtmpClient publisher = publisher("a");
                RtmpClient player = player("a")) {
            flood.forEach(Thread::start);
            for (int i = 0; i < 100; i++) {
                publisher.audio(i * 20, i);
                assertThat(player.media(1)).hasSize(1);
            }
            while (handshakes.get() < FLOODERS) {
                Thread.sleep(5);
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("signatures are made apart from media")
                    .anyMatch(thread -> thread.getName().startsWith("parley-relay-tls"));
        } finally {
            flood.forEach(Thread::interrupt);
            for (Thread flooder : flood) {
                flooder.join();
            }
        }
        RecordingGate.await(gate.publishEnds);
        RecordingGate.await(gate.playEnds);
    }
}

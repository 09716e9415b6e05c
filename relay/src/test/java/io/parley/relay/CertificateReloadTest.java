package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.rtmp.LogCapture;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are renewed under a running relay. */
class CertificateReloadTest extends RelayFixture {

    private static final int LOOK = 100;

    @TempDir
    Path directory;

    private Path chain;
    private Path key;

    @Override
    protected RelayConfig config() {
        chain = directory.resolve("chain.pem");
        key = directory.resolve("key.pem");
        install(a());
        return super.config().withTls(chain, key).with(RelaySetting.TLS_RELOAD_MS, LOOK);
    }

    @Test
    void newConnectionsGetTheNewCertificateAndOldOnesGoOn() throws Exception {
        // Made beforehand: keytool takes longer than a silent publisher has.
        b();
        try (RtmpClient old = new RtmpClient(a().connect(relay.port()))) {
            assertThat(old.publish("a")).isEqualTo("NetStream.Publish.Start");
            install(b());
            awaitServed(b());
            assertThatThrownBy(() -> a().connect(relay.port())).isInstanceOf(IOException.class);
            old.audio(0, 1);
            old.sync();
        }
        assertThat(RecordingGate.await(gate.publishEnds).bytes()).isEqualTo(6);
    }

    @Test
    void brokenPairsAreComplainedOfOnceAndTheOldOneStays() throws Exception {
        try (LogCapture log = new LogCapture()) {
            Files.copy(b().chain(), chain, StandardCopyOption.REPLACE_EXISTING);
            awaitLine(log, "the key is not that of the first certificate");
            Files.writeString(chain, "nonsense");
            awaitLine(log, "No certificate data found");
            Files.delete(key);
            awaitLine(log, "NoSuchFileException");
            Thread.sleep(5 * LOOK);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("NoSuchFileException"))
                    .hasSize(1);
            assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain("BEGIN"));
            a().connect(relay.port()).close();
            install(b());
            awaitServed(b());
        }
    }

    @Test
    void relayDoesNotStartWithWhatItCannotUse() throws Exception {
        Files.copy(TestCertificate.of(directory, "c").chain(), chain, StandardCopyOption.REPLACE_EXISTING);
        RelayConfig broken = RelayConfig.forCalls("127.0.0.1", 0).withTls(chain, key);
        assertThatThrownBy(() -> RelayServer.start(broken, gate))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the key is not that of the first certificate");
        for (String pem : List.of("ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")) {
            Files.writeString(key, "-----BEGIN " + pem + "-----\nAAAA\n-----END " + pem + "-----\n");
            assertThatThrownBy(() -> RelayServer.start(broken, gate))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("must be PKCS#8");
        }
        Files.delete(key);
        assertThatThrownBy(() -> RelayServer.start(broken, gate))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem");
    }

    private TestCertificate a() {
        return TestCertificate.of(directory, "a");
    }

    private TestCertificate b() {
        return TestCertificate.of(directory, "b", "RSA");
    }

    private void install(TestCertificate certificate) {
        try {
            Files.copy(certificate.chain(), chain, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(certificate.key(), key, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitServed(TestCertificate certificate) throws Exception {
        for (int i = 0; ; i++) {
            try {
                certificate.connect(relay.port()).close();
                return;
            } catch (IOException other) {
                assertThat(i).isLessThan(100);
                Thread.sleep(50);
            }
        }
    }

    private static void awaitLine(LogCapture log, String part) throws InterruptedException {
        for (int i = 0; i < Patience.MILLIS / 25 && log.lines().stream().noneMatch(line -> line.contains(part)); i++) {
            Thread.sleep(25);
        }
        assertThat(log.lines()).anyMatch(line -> line.contains(part));
    }
}

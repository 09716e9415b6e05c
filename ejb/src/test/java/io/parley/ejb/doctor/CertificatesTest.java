package io.parley.ejb.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.doctor.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void aCertificateIsGoodUntilItsEndIsNearAndBadFromThenOn() {
        assertThat(CertificateCheck.judge(NOW.plus(Duration.ofDays(22)), NOW).state())
                .isEqualTo(State.OK);
        assertThat(CertificateCheck.judge(NOW.plus(Duration.ofDays(20)), NOW).state())
                .isEqualTo(State.WARNING);
        assertThat(CertificateCheck.judge(NOW, NOW).state()).isEqualTo(State.FAILED);
    }

    @Test
    void noCertificateIsNoFaultAndAFileThatIsNoneIsOne(@TempDir Path directory) throws IOException {
        assertThat(CertificateCheck.look(Optional.empty(), NOW).state()).isEqualTo(State.OK);
        assertThat(CertificateCheck.look(Optional.of(directory.resolve("missing")), NOW)
                        .state())
                .isEqualTo(State.FAILED);
        Path text = Files.writeString(directory.resolve("text.pem"), "hello");
        assertThat(CertificateCheck.look(Optional.of(text), NOW).state()).isEqualTo(State.FAILED);
    }
}

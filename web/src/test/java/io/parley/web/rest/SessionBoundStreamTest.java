package io.parley.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionBoundStreamTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicInteger checks = new AtomicInteger();

    @Test
    void theSessionIsLookedAtOnceASecond() throws IOException {
        try (SessionBoundStream stream = new SessionBoundStream(out, clock, checks::incrementAndGet)) {
            for (int i = 0; i < 3_000; i++) {
                stream.write(new byte[10]);
                now.updateAndGet(time -> time.plusMillis(1));
            }
        }
        assertThat(checks.get()).isEqualTo(2);
        assertThat(out.size()).isEqualTo(30_000);
    }

    @Test
    void nothingMoreIsWrittenOnceItHasEnded() throws IOException {
        SessionBoundStream stream = new SessionBoundStream(out, clock, () -> {
            throw new IllegalStateException("ended");
        });
        stream.write('a');
        now.updateAndGet(time -> time.plus(SessionBoundStream.STEP));
        assertThatThrownBy(() -> stream.write('b')).isInstanceOf(IllegalStateException.class);
        assertThat(out.toString()).isEqualTo("a");
    }
}

package io.parley.web.rest;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Writes on while a check allows it, which is asked for at most once a second. Of one thread. */
final class SessionBoundStream extends FilterOutputStream {

    /** Between two checks. */
    static final Duration STEP = Duration.ofSeconds(1);

    private final Clock clock;
    private final Runnable check;
    private Instant next;

    /** @param check throws what the writing shall fail with */
    SessionBoundStream(OutputStream out, Clock clock, Runnable check) {
        super(out);
        this.clock = clock;
        this.check = check;
        next = clock.instant().plus(STEP);
    }

    private void check() {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(STEP);
            check.run();
        }
    }

    @Override
    public void write(int one) throws IOException {
        check();
        out.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        check();
        out.write(bytes, from, length);
    }
}

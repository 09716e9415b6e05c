package io.parley.wildfly;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.IoUtils;

/**
 * Refusals that are held back for a while, without a thread: who is refused at once comes back at once, and thousands of new
 * connections a second, or some hundred TLS handshakes, are dear in themselves. Bounded; above that connections are closed without an
 * answer. Thread-safe.
 */
final class DelayedRefusals {

    private static final int MOST = 2_000;

    private final int delayMs;
    private final AtomicInteger held = new AtomicInteger();

    /** @param delayMs milliseconds until the answer */
    DelayedRefusals(int delayMs) {
        this.delayMs = delayMs;
    }

    /** Called inside the exchange's handler, on its I/O thread. */
    void send(HttpServerExchange exchange, HttpRefusal refusal) {
        if (held.incrementAndGet() > MOST) {
            held.decrementAndGet();
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        // Dispatched, so that the exchange does not end with this call.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> exchange.getIoThread()
                .executeAfter(
                        () -> {
                            held.decrementAndGet();
                            refusal.send(exchange);
                        },
                        delayMs,
                        TimeUnit.MILLISECONDS));
    }
}

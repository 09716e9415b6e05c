package io.parley.wildfly;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Runs one request on its pool and closes the connection of a reader that stands still. A thread that waits in a blocking write is
 * interrupted, since closing the socket alone does not wake it. Time without an answer is the application's and is not counted.
 */
final class AnswerWatch implements Executor, ExchangeCompletionListener {

    private static final long LOOK_SECONDS = 1;

    private final HttpServerExchange exchange;
    private final AddressKey address;
    private final RequestPool pool;
    private final AdmissionLimits limits;
    private final boolean total;
    private @Nullable Thread running;
    private XnioExecutor.@Nullable Key next;
    private boolean ended;
    private long sent;
    private long stalled;
    private long answering;

    /** @param total whether the whole answer has a deadline, or only its standing still */
    AnswerWatch(
            HttpServerExchange exchange, AddressKey address, RequestPool pool, AdmissionLimits limits, boolean total) {
        this.exchange = exchange;
        this.address = address;
        this.pool = pool;
        this.limits = limits;
        this.total = total;
    }

    void start() {
        exchange.addExchangeCompleteListener(this);
        exchange.setDispatchExecutor(this);
        schedule();
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(address, () -> {
            enter(Thread.currentThread());
            try {
                task.run();
            } finally {
                enter(null);
                Thread.interrupted(); // an interrupt that came too late is not the next request's
                if (!exchange.getConnection().isOpen()) {
                    end(); // Undertow does not run a request whose connection has gone, and does not complete it either
                }
            }
        });
    }

    private synchronized void enter(@Nullable Thread thread) {
        running = thread;
    }

    private synchronized void schedule() {
        if (!ended) {
            next = exchange.getIoThread().executeAfter(this::look, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void look() {
        if (!exchange.isResponseStarted()) {
            schedule();
            return;
        }
        long now = exchange.getResponseBytesSent();
        stalled = now == sent ? stalled + LOOK_SECONDS : 0;
        answering += LOOK_SECONDS;
        sent = now;
        if (stalled >= limits.stallSeconds() || total && answering >= limits.answerSeconds()) {
            cut();
        } else {
            schedule();
        }
    }

    private synchronized void cut() {
        if (!ended) {
            IoUtils.safeClose(exchange.getConnection());
            if (running != null) {
                running.interrupt();
            }
        }
    }

    @Override
    public void exchangeEvent(HttpServerExchange completed, NextListener nextListener) {
        end();
        nextListener.proceed();
    }

    private void end() {
        synchronized (this) {
            ended = true;
            if (next != null) {
                next.remove();
            }
        }
    }
}

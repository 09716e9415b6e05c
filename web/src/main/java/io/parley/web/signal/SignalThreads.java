package io.parley.web.signal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Threads of signalling, apart from those of HTTP: some for connections without a login, others for those inside, a few that deliver
 * events. Each connection has one task at most in a queue, so the queues are as long as there are connections. Thread-safe.
 */
@ApplicationScoped
public class SignalThreads {

    private static final long IDLE_SECONDS = 60;
    private static final int DELIVERING = 2;

    /** A task and since when it waits, in milliseconds of the monotonic clock. */
    private record Turn(Runnable task, long since) implements Runnable {
        @Override
        public void run() {
            task.run();
        }
    }

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedThreadFactory threads;

    private final int loginThreads;
    private final int insideThreads;

    private @Nullable ThreadPoolExecutor entering;
    private @Nullable ThreadPoolExecutor inside;
    private @Nullable ThreadPoolExecutor delivering;

    @Inject
    public SignalThreads(
            @ConfigProperty(name = "parley.signal.login-threads", defaultValue = "6") int loginThreads,
            @ConfigProperty(name = "parley.signal.threads", defaultValue = "10") int insideThreads) {
        this.loginThreads = loginThreads;
        this.insideThreads = insideThreads;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected SignalThreads() {
        this(0, 0);
    }

    @PostConstruct
    void start() {
        entering = pool(loginThreads);
        inside = pool(insideThreads);
        delivering = pool(DELIVERING);
    }

    /** Makes this bean while the web application starts: made later by an event of a service, it is given the service's resources on Payara. */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
        // it is there
    }

    private ThreadPoolExecutor pool(int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @PreDestroy
    void stop() {
        for (ThreadPoolExecutor pool : new ThreadPoolExecutor[] {entering, inside, delivering}) {
            if (pool != null) {
                pool.shutdown();
            }
        }
    }

    /** Runs a turn of a connection without a login. @throws RejectedExecutionException while the server stops */
    void enter(Runnable task) {
        execute(entering, task);
    }

    /** Runs a turn of a connection with a stay. @throws RejectedExecutionException while the server stops */
    void inside(Runnable task) {
        execute(inside, task);
    }

    /** Tells an event to connections. @throws RejectedExecutionException while the server stops */
    void deliver(Runnable task) {
        execute(delivering, task);
    }

    private static void execute(@Nullable ThreadPoolExecutor pool, Runnable task) {
        if (pool == null) {
            throw new RejectedExecutionException("not started");
        }
        pool.execute(new Turn(task, MonotonicClock.now()));
    }

    /** The time that the oldest task has waited for a thread, in milliseconds; 0 if none waits. */
    long oldestWaitMs(long now) {
        return Math.max(waitMs(entering, now), waitMs(inside, now));
    }

    private static long waitMs(@Nullable ThreadPoolExecutor pool, long now) {
        BlockingQueue<Runnable> queue = pool == null ? null : pool.getQueue();
        return queue != null && queue.peek() instanceof Turn turn ? now - turn.since() : 0;
    }
}

package io.parley.ejb.room;

import io.parley.ejb.app.AppCache;
import io.parley.ejb.app.TokenVerifier;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.StayTransactions.EndRequest;
import io.parley.ejb.room.StayTransactions.VerifiedLogin;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.RoomKey;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Logins that wait for their room, and stays that are to end. Those that wait together are one transaction ({@link GroupCommit}): one
 * commit, one lock of each room, and a few statements for all. Nobody hears of any of them before that commit.
 */
@ApplicationScoped
public class StayCommitQueue {

    private static final int MOST_LOGINS = 64;
    private static final int MOST_ENDS = 128;
    private static final long IDLE_SECONDS = 60;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedThreadFactory threads;

    private final StayTransactions stays;
    private final AuditTrail audit;
    private final TokenVerifier tokens;
    private final AppCache apps;
    private final NodeStatus node;

    /** Transactions of logins that run at a time, and as many of ends. */
    private final int lanes;

    private @Nullable ThreadPoolExecutor pool;

    @SuppressWarnings("NullAway.Init")
    private GroupCommit<VerifiedLogin, RoomSnapshot> logins;

    @SuppressWarnings("NullAway.Init")
    private GroupCommit<EndRequest, Boolean> ends;

    @Inject
    public StayCommitQueue(
            StayTransactions stays,
            AuditTrail audit,
            TokenVerifier tokens,
            AppCache apps,
            NodeStatus node,
            @ConfigProperty(name = "parley.signal.commit-lanes", defaultValue = "2") int lanes) {
        this.stays = stays;
        this.audit = audit;
        this.tokens = tokens;
        this.apps = apps;
        this.node = node;
        this.lanes = lanes;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected StayCommitQueue() {
        this(null, null, null, null, null, 0);
    }

    @PostConstruct
    void start() {
        int each = Math.max(1, lanes);
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                2 * each, 2 * each, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        executor.allowCoreThreadTimeOut(true);
        pool = executor;
        LongSupplier clock = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        logins = new GroupCommit<>(each, MOST_LOGINS, executor, clock, group -> stays.login(group));
        ends = new GroupCommit<>(each, MOST_ENDS, executor, clock, group -> stays.end(group));
    }

    @PreDestroy
    void stop() {
        ThreadPoolExecutor executor = pool;
        if (executor != null) {
            executor.shutdown();
        }
    }

    /**
     * Lets a user in, opening the room if need be. The token is judged at once, before anything waits for anything.
     *
     * @return the room as the user finds it, on a thread that must not be kept; or {@link Refused}
     * @throws Refused for a bad token, at once
     * @throws RejectedExecutionException while the server stops
     */
    public CompletionStage<RoomSnapshot> login(LoginRequest request) {
        return logins.submit(request.roomKey(), verified(request)).whenComplete((snapshot, failure) -> {
            if (failure instanceof Refused refused) {
                recordRefused(request, refused);
            }
        });
    }

    /** The login, if its token is good. A refusal is recorded. */
    public VerifiedLogin verified(LoginRequest request) {
        try {
            node.requireReady();
            String address = request.user().address();
            TokenVerifier.Verified token =
                    tokens.verify(request.token(), request.app(), request.user().userId(), request.room(), address);
            return new VerifiedLogin(request, apps.require(request.app()), token);
        } catch (Refused e) {
            recordRefused(request, e);
            throw e;
        }
    }

    /** Ends a stay. One that has ended already stays as it is. @return whether it was this that ended it */
    public CompletionStage<Boolean> end(RoomKey room, long stayId, EndReason reason) {
        return ends.submit(room, new EndRequest(room, stayId, reason));
    }

    /** The wait of the oldest request, in milliseconds. */
    public long oldestWaitMs() {
        return Math.max(logins.oldestWaitMs(), ends.oldestWaitMs());
    }

    private void recordRefused(LoginRequest request, Refused refused) {
        Refused precise = refused.recorded();
        audit.refusedToStranger(AuditRecord.byUser(
                        request.app().value(), request.user().userId().value(), AuditAction.LOGIN, precise.refusal())
                .in(request.room().value())
                .from(request.user().address())
                .with(AuditDetail.DETAIL, precise.detail()));
    }
}

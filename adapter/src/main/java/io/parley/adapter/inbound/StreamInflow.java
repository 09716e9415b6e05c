package io.parley.adapter.inbound;

import io.parley.adapter.api.MediaEnded;
import io.parley.adapter.api.MediaRecorded;
import io.parley.adapter.api.MediaRequested;
import io.parley.adapter.api.StreamListener;
import io.parley.relay.RelayServer;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.gate.PublishGate;
import io.parley.relay.gate.RecordingEnd;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The relay's gate: turns its questions and its news into deliveries on the work manager's threads, never on an event loop. Fails
 * closed: no endpoint, rejected work, a fault, or no proof of commit all mean no.
 */
public final class StreamInflow implements PublishGate, AutoCloseable {

    /** Ends of media are delivered again after this many milliseconds until a transaction has taken them. */
    static final long RETRY_MS = 1_000;

    private final DeliveryQueue deliveries;
    private final TransactedDelivery delivery;
    private final AtomicReference<@Nullable StreamActivation> activation = new AtomicReference<>();
    private final PendingCloses publications = new PendingCloses();
    private final PendingCloses playbacks = new PendingCloses();
    private final ScheduledExecutorService retries;
    private volatile @Nullable RelayServer relay;
    private volatile boolean closed;

    /** @param most deliveries at a time */
    public StreamInflow(BootstrapContext context, int most) {
        delivery = new TransactedDelivery(context.getTransactionSynchronizationRegistry());
        retries = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "parley-end-retry");
            thread.setDaemon(true);
            return thread;
        });
        deliveries = new DeliveryQueue(
                context.getWorkManager(), most, task -> retries.schedule(task, RETRY_MS, TimeUnit.MILLISECONDS));
    }

    public void attach(RelayServer server) {
        relay = server;
    }

    public void activate(StreamActivation endpoint) {
        activation.set(endpoint);
    }

    public void deactivate(MessageEndpointFactory factory) {
        StreamActivation current = activation.get();
        if (current != null && current.factory().equals(factory)) {
            activation.compareAndSet(current, null);
        }
    }

    @Override
    public void publishRequested(MediaRequest request, GateReply reply) {
        ask(new RequestDelivery(
                reply,
                publications,
                this::closePublicationNow,
                listener -> listener.publishRequested(toRequested(request)),
                ListenerMethods.PUBLISH_REQUESTED,
                this));
    }

    @Override
    public void playRequested(MediaRequest request, GateReply reply) {
        ask(new RequestDelivery(
                reply,
                playbacks,
                this::closePlaybackNow,
                listener -> listener.playRequested(toRequested(request)),
                ListenerMethods.PLAY_REQUESTED,
                this));
    }

    @Override
    public void publishEnded(MediaEnd end) {
        tell(new EndDelivery(listener -> listener.publishEnded(toEnded(end)), ListenerMethods.PUBLISH_ENDED, this));
    }

    @Override
    public void playEnded(MediaEnd end) {
        tell(new EndDelivery(listener -> listener.playEnded(toEnded(end)), ListenerMethods.PLAY_ENDED, this));
    }

    @Override
    public void recorded(RecordingEnd end, Runnable taken) {
        tell(new EndDelivery(listener -> listener.recorded(toRecorded(end)), ListenerMethods.RECORDED, this, taken));
    }

    private void ask(RequestDelivery request) {
        try {
            if (closed || activation.get() == null) {
                request.refuse(GateRefusal.UNAVAILABLE);
            } else {
                deliveries.ask(request);
            }
        } catch (WorkException e) {
            request.refuse(GateRefusal.UNAVAILABLE);
        }
    }

    void tell(Work end) {
        if (closed) {
            return; // a stopping server closes its own records, see NodeLease
        }
        try {
            deliveries.tell(end);
        } catch (WorkException e) {
            retryLater(end);
        }
    }

    void retryLater(Work end) {
        if (!closed) {
            retries.schedule(() -> tell(end), RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }

    boolean deliver(java.lang.reflect.Method method, java.util.function.Consumer<StreamListener> call)
            throws Exception {
        return delivery.deliver(activation.get(), method, call);
    }

    /** Cuts a publisher off, also one whose acceptance is still on its way to the relay. */
    public void closePublication(long id) {
        publications.cut(id, this::closePublicationNow);
    }

    /** Cuts a player off, also one whose acceptance is still on its way to the relay. */
    public void closePlayback(long id) {
        playbacks.cut(id, this::closePlaybackNow);
    }

    private boolean closePublicationNow(long id) {
        RelayServer server = relay;
        return server != null && server.closePublication(id);
    }

    private boolean closePlaybackNow(long id) {
        RelayServer server = relay;
        return server != null && server.closePlayback(id);
    }

    /** The relay itself. */
    public RelayServer server() throws ResourceException {
        RelayServer server = relay;
        if (server == null) {
            throw new ResourceException("PARLEY3007 media adapter is not running");
        }
        return server;
    }

    @Override
    public void close() {
        closed = true;
        activation.set(null);
        retries.shutdownNow();
    }

    private static MediaRequested toRequested(MediaRequest request) {
        return new MediaRequested(
                request.streamKey(),
                request.ticket(),
                request.protocol().name(),
                request.remoteAddress(),
                request.patient());
    }

    private static MediaEnded toEnded(MediaEnd end) {
        return new MediaEnded(
                end.id(),
                MediaEnded.Cause.valueOf(end.cause().name()),
                end.bytes(),
                end.durationMs(),
                end.videoFrames(),
                end.audioGapMs(),
                end.videoGapMs());
    }

    private static MediaRecorded toRecorded(RecordingEnd end) {
        return new MediaRecorded(
                end.publicationId(),
                end.file(),
                MediaRecorded.Outcome.valueOf(end.outcome().name()),
                end.bytes(),
                end.durationMs(),
                end.gaps(),
                end.sha256());
    }
}

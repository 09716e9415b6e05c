package io.parley.adapter.inbound;

import io.parley.adapter.api.MediaEnded;
import io.parley.adapter.api.MediaRecorded;
import io.parley.adapter.api.MediaRequested;
import io.parley.adapter.api.StreamListener;
import io.parley.relay.RelayServer;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaGate;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.gate.RecordingEnd;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import java.lang.reflect.Method;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The relay's gate: turns its requests and its ends into deliveries on the work manager's threads, never on an event loop. Fails
 * closed: no endpoint, rejected work, a fault, or no proof of commit all mean no.
 */
public final class StreamInflow implements MediaGate, AutoCloseable {

    /** Ends of media are delivered again after this many milliseconds until a transaction has taken them. */
    static final long RETRY_MS = 1_000;

    private final DeliveryQueue deliveries;
    private final TransactedDelivery delivery;
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
        delivery.activate(endpoint);
    }

    public void deactivate(MessageEndpointFactory factory) {
        delivery.deactivate(factory);
    }

    @Override
    public void authorizePublish(MediaRequest request, GateReply reply) {
        deliverRequest(new RequestDelivery(
                reply,
                publications,
                this::closePublicationNow,
                listener -> listener.publishRequested(toRequested(request)),
                ListenerMethods.PUBLISH_REQUESTED,
                delivery));
    }

    @Override
    public void authorizePlay(MediaRequest request, GateReply reply) {
        deliverRequest(new RequestDelivery(
                reply,
                playbacks,
                this::closePlaybackNow,
                listener -> listener.playRequested(toRequested(request)),
                ListenerMethods.PLAY_REQUESTED,
                delivery));
    }

    @Override
    public void publishEnded(MediaEnd end) {
        deliverEnd(listener -> listener.publishEnded(toEnded(end)), ListenerMethods.PUBLISH_ENDED, () -> {});
    }

    @Override
    public void playEnded(MediaEnd end) {
        deliverEnd(listener -> listener.playEnded(toEnded(end)), ListenerMethods.PLAY_ENDED, () -> {});
    }

    @Override
    public void recorded(RecordingEnd end, Runnable taken) {
        deliverEnd(listener -> listener.recorded(toRecorded(end)), ListenerMethods.RECORDED, taken);
    }

    private void deliverRequest(RequestDelivery request) {
        try {
            if (closed || !delivery.isActive()) {
                request.refuse(GateRefusal.UNAVAILABLE);
            } else {
                deliveries.addRequest(request);
            }
        } catch (WorkException e) {
            request.refuse(GateRefusal.UNAVAILABLE);
        }
    }

    private void deliverEnd(Consumer<StreamListener> call, Method method, Runnable taken) {
        queueEnd(new EndDelivery(call, method, delivery, this::retryLater, taken));
    }

    private void queueEnd(Work end) {
        if (closed) {
            return; // a stopping server closes its own records, see NodeLease
        }
        try {
            deliveries.addEnd(end);
        } catch (WorkException e) {
            retryLater(end);
        }
    }

    private void retryLater(Work end) {
        if (!closed) {
            retries.schedule(() -> queueEnd(end), RETRY_MS, TimeUnit.MILLISECONDS);
        }
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
        delivery.deactivateAll();
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

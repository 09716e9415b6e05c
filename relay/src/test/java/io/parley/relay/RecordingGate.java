package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.gate.GateReply;
import io.parley.relay.gate.MediaEnd;
import io.parley.relay.gate.MediaGate;
import io.parley.relay.gate.MediaRequest;
import io.parley.relay.gate.RecordingEnd;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** A gate that accepts by itself unless told otherwise, and remembers every end. */
public final class RecordingGate implements MediaGate {

    private final AtomicLong ids = new AtomicLong(100);
    public final BlockingQueue<MediaRequest> publishRequests = new LinkedBlockingQueue<>();
    public final BlockingQueue<MediaRequest> playRequests = new LinkedBlockingQueue<>();
    public final BlockingQueue<MediaEnd> publishEnds = new LinkedBlockingQueue<>();
    public final BlockingQueue<MediaEnd> playEnds = new LinkedBlockingQueue<>();
    public final BlockingQueue<RecordingEnd> recordings = new LinkedBlockingQueue<>();
    public volatile BiConsumer<RecordingEnd, Runnable> onRecorded = (end, taken) -> taken.run();
    public volatile BiConsumer<MediaRequest, GateReply> onPublish = (request, reply) -> reply.accept(nextId());
    public volatile BiConsumer<MediaRequest, GateReply> onPlay = (request, reply) -> reply.accept(nextId());

    public long nextId() {
        return ids.incrementAndGet();
    }

    /** The id given last. */
    public long lastId() {
        return ids.get();
    }

    @Override
    public void authorizePublish(MediaRequest request, GateReply reply) {
        publishRequests.add(request);
        onPublish.accept(request, reply);
    }

    @Override
    public void authorizePlay(MediaRequest request, GateReply reply) {
        playRequests.add(request);
        onPlay.accept(request, reply);
    }

    @Override
    public void publishEnded(MediaEnd end) {
        publishEnds.add(end);
    }

    @Override
    public void playEnded(MediaEnd end) {
        playEnds.add(end);
    }

    @Override
    public void recorded(RecordingEnd end, Runnable taken) {
        onRecorded.accept(end, taken);
        recordings.add(end);
    }

    public static <T> T await(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(Patience.MILLIS, TimeUnit.MILLISECONDS);
            assertThat(next).as("something within %d ms", Patience.MILLIS).isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

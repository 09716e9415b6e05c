package io.parley.wildfly;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * The body of one request while it is received, on the connection's I/O thread. The handler behind it runs when the body is whole; a
 * body that is too large, too late or one too many ends the connection. Buffers grow with what has arrived, never with what a header
 * says. Only {@link #giveWay} may be called from another thread.
 */
final class RequestBody implements ChannelListener<StreamSourceChannel> {

    private final HttpServerExchange exchange;
    private final AddressKey address;
    private final HttpHandler next;
    private final PendingBodies pending;
    private final AdmissionLimits limits;
    private final List<PooledByteBuffer> received = new ArrayList<>(1);
    private @Nullable StreamSourceChannel channel;
    private XnioExecutor.@Nullable Key deadline;
    private long bytes;
    private boolean inHandler = true;
    private boolean ended;

    /** @param next handles the request once its body is whole */
    RequestBody(
            HttpServerExchange exchange,
            AddressKey address,
            HttpHandler next,
            PendingBodies pending,
            AdmissionLimits limits) {
        this.exchange = exchange;
        this.address = address;
        this.next = next;
        this.pending = pending;
        this.limits = limits;
    }

    AddressKey address() {
        return address;
    }

    /** Receives what is there, and waits for the rest without a thread. */
    void receive() throws Exception {
        if (exchange.getRequestContentLength() > limits.maxBody()) {
            refuse(HttpRefusal.BODY_TOO_LARGE);
            return;
        }
        if (HttpContinue.requiresContinueResponse(exchange)) {
            if (!HttpContinue.createResponseSender(exchange).send()) {
                IoUtils.safeClose(exchange.getConnection()); // no room for 25 bytes
                return;
            }
            exchange.getRequestHeaders().remove(Headers.EXPECT);
        }
        StreamSourceChannel source = exchange.getRequestChannel();
        channel = source;
        if (read(source)) {
            complete(source);
        } else if (!ended) {
            await(source);
        }
        inHandler = false;
    }

    private void await(StreamSourceChannel source) {
        deadline = exchange.getIoThread().executeAfter(this::expire, limits.bodySeconds(), TimeUnit.SECONDS);
        RequestBody oldest = pending.add(this);
        if (oldest != null) {
            oldest.giveWay();
        }
        source.getReadSetter().set(this);
        source.resumeReads();
    }

    @Override
    public void handleEvent(StreamSourceChannel source) {
        try {
            if (!ended && read(source)) {
                complete(source);
            }
        } catch (Exception | Error e) {
            end();
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** @return whether the body is whole */
    private boolean read(StreamSourceChannel source) throws IOException {
        while (true) {
            PooledByteBuffer last = received.isEmpty() ? null : received.get(received.size() - 1);
            if (last == null || !last.getBuffer().hasRemaining()) {
                last = exchange.getConnection().getByteBufferPool().allocate();
                received.add(last);
            }
            ByteBuffer buffer = last.getBuffer();
            int count = source.read(buffer);
            if (count <= 0) {
                return count < 0;
            }
            bytes += count;
            if (bytes > limits.maxBody()) {
                refuse(HttpRefusal.BODY_TOO_LARGE);
                return false;
            }
        }
    }

    private void complete(StreamSourceChannel source) throws Exception {
        PooledByteBuffer last = received.get(received.size() - 1);
        if (last.getBuffer().position() == 0) {
            received.remove(last);
            last.close();
        }
        PooledByteBuffer[] whole = received.toArray(PooledByteBuffer[]::new);
        received.clear();
        for (PooledByteBuffer each : whole) {
            each.getBuffer().flip();
        }
        boolean nested = inHandler;
        end();
        if (!nested) {
            source.getReadSetter().set(null);
            source.suspendReads();
        }
        if (whole.length > 0) {
            Connectors.ungetRequestBytes(exchange, whole);
        }
        Connectors.resetRequestChannel(exchange);
        if (nested) {
            next.handleRequest(exchange);
        } else {
            Connectors.executeRootHandler(next, exchange);
        }
    }

    private void expire() {
        if (!ended) {
            refuse(HttpRefusal.BODY_TOO_LATE);
        }
    }

    /** Makes room for another request. From any thread. */
    void giveWay() {
        exchange.getIoThread().execute(() -> {
            if (!ended) {
                refuse(HttpRefusal.TOO_MANY);
            }
        });
    }

    private void refuse(HttpRefusal refusal) {
        StreamSourceChannel source = channel;
        if (source != null) {
            source.getReadSetter().set(null);
            source.suspendReads();
        }
        end();
        refusal.send(exchange);
    }

    private void end() {
        ended = true;
        pending.remove(this);
        XnioExecutor.Key key = deadline;
        if (key != null) {
            key.remove();
            deadline = null;
        }
        received.forEach(PooledByteBuffer::close);
        received.clear();
    }
}

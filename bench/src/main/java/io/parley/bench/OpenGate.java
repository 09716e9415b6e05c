package io.parley.bench;

import io.parley.relay.GateReply;
import io.parley.relay.MediaEnd;
import io.parley.relay.MediaRequest;
import io.parley.relay.PublishGate;

/** Lets everybody in at once. */
final class OpenGate implements PublishGate {

    private long lastId;

    @Override
    public void publishRequested(MediaRequest request, GateReply reply) {
        reply.accept(++lastId);
    }

    @Override
    public void playRequested(MediaRequest request, GateReply reply) {
        reply.accept(++lastId);
    }

    @Override
    public void publishEnded(MediaEnd end) {
        // nothing was kept of it
    }

    @Override
    public void playEnded(MediaEnd end) {
        // nothing was kept of it
    }
}

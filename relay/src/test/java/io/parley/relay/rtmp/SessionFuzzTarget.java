package io.parley.relay.rtmp;

import static io.parley.relay.rtmp.FuzzTargets.bucket;
import static io.parley.relay.rtmp.FuzzTargets.check;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;

/** Whole connections with a gate that answers sooner or later or never, and a player that waits for the stream. */
final class SessionFuzzTarget implements FuzzTarget {

    /** Unfinished messages, and parked ones with the one that was one too many. */
    private static final long BEFORE_AUTH = (64 << 10) + (64 << 10) + (64 << 10);

    @Override
    public String name() {
        return "SESSION";
    }

    @Override
    public List<byte[]> seeds() {
        return Corpus.connections();
    }

    @Override
    public int prefix() {
        return EmbeddedClient.HANDSHAKE;
    }

    @Override
    public int run(byte[] input) {
        Random random = new Random(Arrays.hashCode(input));
        Map<String, Long> violations = RtmpPipeline.violations();
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
        EmbeddedRelay relay = new EmbeddedRelay(memory);
        EmbeddedClient player = relay.player("a");
        player.received();
        Queue<GateReply> open = new ArrayDeque<>();
        relay.gate.onPublish = (request, reply) -> ask(relay, reply, open, random.nextInt(6));
        relay.gate.onPlay = (request, reply) -> ask(relay, reply, open, random.nextInt(6));
        EmbeddedClient client = relay.accept();
        int types = 0;
        int said = 0;
        for (int at = 0; at < input.length && client.isOpen(); ) {
            int length = Math.min(input.length - at, 1 + random.nextInt(1 + random.nextInt(4_000)));
            boolean authorized = relay.hub.publications() > 0 || relay.hub.playbacks() > 1;
            client.send(input, at, at + length);
            at += length;
            for (RtmpClient.Message message : client.received()) {
                types = 31 * types + message.name().hashCode();
                said++;
            }
            long held = memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
            long limit = authorized ? EmbeddedRelay.CONFIG.get(RelaySetting.MAX_PARTIAL_BYTES) : BEFORE_AUTH;
            check(held <= limit + 2L * length, "memory of the connection: " + held);
            if (!open.isEmpty() && random.nextInt(8) == 0) {
                open.poll().accept(relay.gate.nextId());
                relay.settle();
            }
            if (random.nextInt(100) == 0) {
                relay.advance(1_000);
            }
        }
        int relayed = player.received().size();
        boolean closed = !client.isOpen();
        client.close();
        open.forEach(reply -> reply.accept(relay.gate.nextId()));
        relay.close();
        long accepted = relay.gate.lastId() - 100;
        check(relay.gate.publishEnds.size() + relay.gate.playEnds.size() == accepted, "every yes has its end");
        return Objects.hash(
                Replay.violation(violations),
                types,
                bucket(said),
                bucket(relayed),
                closed,
                relay.gate.publishEnds.size());
    }

    private static void ask(EmbeddedRelay relay, GateReply reply, Queue<GateReply> open, int answer) {
        switch (answer) {
            case 0 -> reply.refuse(GateRefusal.DENIED);
            case 1 -> reply.refuse(GateRefusal.NOT_FOUND);
            case 2 -> open.add(reply);
            default -> reply.accept(relay.gate.nextId());
        }
    }
}

package io.parley.relay.rtmp;

import static io.parley.relay.rtmp.FuzzTargets.bucket;
import static io.parley.relay.rtmp.FuzzTargets.check;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;

/** WebSocket publishers from the request on, with a gate that answers sooner or later or never, and a player that waits. */
final class WebSocketFuzzTarget implements FuzzTarget {

    private static final byte[] UPGRADE = Flv.upgrade("/publish/a.flv?ticket=t").getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "WEBSOCKET";
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] flv : Corpus.flv()) {
            byte[] begin = Arrays.copyOf(flv, Math.min(flv.length, 20_000));
            seeds.add(joined(UPGRADE, Flv.frames(begin, 700)));
            seeds.add(joined(UPGRADE, Flv.frames(begin, 20_000)));
        }
        seeds.add(joined(
                UPGRADE,
                joined(
                        Flv.frame(1, false, new byte[] {'h', 'i'}),
                        joined(Flv.frame(9, true, new byte[3]), Flv.frame(8, true, new byte[] {3, (byte) 0xE8})))));
        return seeds;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Override
    public int prefix() {
        return UPGRADE.length;
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
        relay.gate.onPublish = (request, reply) -> {
            switch (random.nextInt(6)) {
                case 0 -> reply.refuse(GateRefusal.DENIED);
                case 1, 2 -> open.add(reply);
                default -> reply.accept(relay.gate.nextId());
            }
        };
        EmbeddedClient client = relay.acceptHttp();
        StringBuilder said = new StringBuilder();
        for (int at = 0; at < input.length && client.isOpen(); ) {
            int length = Math.min(input.length - at, 1 + random.nextInt(1 + random.nextInt(4_000)));
            client.send(input, at, at + length);
            at += length;
            said.append(client.raw());
            // A frame and a tag that are not whole, each in a buffer that grows in powers of two, and what is parked.
            long held = memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
            check(held <= 6L * at + 4_096, "memory of the connection: " + held + " after " + at);
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
                bucket(said.length()),
                said.indexOf("publishing") >= 0,
                bucket(relayed),
                closed,
                relay.gate.publishEnds.size());
    }
}

package io.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.gate.GateRefusal;
import io.parley.relay.gate.GateReply;
import io.parley.relay.rtmp.RtmpClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that come and go at any step while the gate answers when it likes: the counts must balance. */
class ChurnTest extends RelayFixture {

    private static final int CLIENTS = 4;
    private static final int ROUNDS = 60;

    @Test
    void r3_everyAcceptedIdEndsOnceWhateverTheClientsDo() throws Exception {
        Set<Long> accepted = ConcurrentHashMap.newKeySet();
        ScheduledExecutorService answers = Executors.newScheduledThreadPool(2);
        Random delays = new Random(1);
        gate.onPublish = (request, reply) -> answer(answers, accepted, reply, delays);
        gate.onPlay = gate.onPublish;
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                running.add(clients.submit(() -> live(new Random(seed))));
            }
            for (Future<?> each : running) {
                each.get(Patience.MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            clients.shutdownNow();
            answers.shutdown();
            assertThat(answers.awaitTermination(Patience.MILLIS, TimeUnit.MILLISECONDS))
                    .isTrue();
        }
        relay.close();
        List<Long> ended = new ArrayList<>();
        gate.publishEnds.forEach(end -> ended.add(end.id()));
        gate.playEnds.forEach(end -> ended.add(end.id()));
        assertThat(ended).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(accepted.size()).isGreaterThan(CLIENTS * ROUNDS / 3);
    }

    private void answer(ScheduledExecutorService answers, Set<Long> accepted, GateReply reply, Random delays) {
        int delay = delays.nextInt(20);
        answers.schedule(
                () -> {
                    if (delay % 10 == 9) {
                        reply.refuse(GateRefusal.DENIED);
                    } else {
                        long id = gate.nextId();
                        accepted.add(id);
                        reply.accept(id);
                        if (delay % 10 == 8) {
                            relay.closePublication(id);
                            relay.closePlayback(id);
                        }
                    }
                },
                delay,
                TimeUnit.MILLISECONDS);
    }

    private Void live(Random random) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String key = "k" + random.nextInt(3);
            try {
                switch (random.nextInt(4)) {
                    case 0 -> http(key, random);
                    case 1 -> rtmp(key, random, true);
                    default -> rtmp(key, random, false);
                }
            } catch (IOException closedByTheRelay) {
                // One of the things that happen here.
            }
        }
        return null;
    }

    private void http(String key, Random random) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", relay.port())) {
            String request = "GET /live/" + key + ".flv HTTP/1.1\r\n\r\n";
            int cut = random.nextInt(request.length() * 2);
            socket.getOutputStream()
                    .write(request.substring(0, Math.min(cut, request.length())).getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(random.nextInt(40));
        }
    }

    private void rtmp(String key, Random random, boolean publish) throws Exception {
        RtmpClient client = client();
        try {
            int steps = random.nextInt(8);
            if (steps > 0) {
                client.connect("live");
            }
            if (steps > 1) {
                client.command(0, "createStream", 2, (Object) null);
            }
            if (steps > 2) {
                client.command(1, publish ? "publish" : "play", 3, null, key, "live");
            }
            if (steps > 4) {
                Thread.sleep(random.nextInt(40));
            }
            for (int i = 0; publish && steps > 3 && i < 30; i++) {
                client.key(i * 20, i, random.nextInt(20_000));
                client.audio(i * 20, i);
            }
            if (steps == 7) {
                client.command(0, "deleteStream", 4, null, 1.0);
                Thread.sleep(5);
            }
        } finally {
            if (random.nextBoolean()) {
                client.reset();
            }
            client.close();
        }
    }
}

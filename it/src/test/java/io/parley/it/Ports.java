package io.parley.it;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports below the range that outgoing connections take theirs from, so that a restarted server finds them free again. */
public final class Ports {

    private static final Set<Integer> GIVEN = new HashSet<>();

    /** Test processes beside each other take theirs from ranges that do not meet. */
    private static final int FIRST = 20_000 + 3_000 * ((Integer.getInteger("parley.it.fork", 1) - 1) % 4);

    private static final int COUNT = 3_000;

    private Ports() {}

    public static synchronized int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, FIRST + COUNT);
            try (ServerSocket socket = new ServerSocket(port)) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return port;
                }
            } catch (IOException e) {
                // taken: another one
            }
        }
    }
}

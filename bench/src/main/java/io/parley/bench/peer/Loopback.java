package io.parley.bench.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace of the comparison's own. In it there is only the loopback device, and congestion control can be chosen: one
 * that paces by timers, as BBR does, adds latency and processor time that no real network would show in that way.
 */
final class Loopback {

    /** Set in the namespace, where the loopback device is ours. */
    static final String INSIDE = "parley.bench.namespace";

    private static final String ENTER =
            "ip link set lo up && (sysctl -qw net.ipv4.tcp_congestion_control=reno || true) && exec \"$@\"";

    private static final int USUAL_MTU = 65_536;

    /** The packet size of real links: with the loopback's large packets, socket buffers would hold other amounts. */
    private static final int LINK_MTU = 1_500;

    private Loopback() {}

    static boolean isOwn() {
        return Boolean.getBoolean(INSIDE);
    }

    /** Runs the same program in a new namespace and returns its exit code. Needs root and Linux. */
    static int enter(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", "-n", "sh", "-c", ENTER, "sh"));
        command.addAll(JavaCommand.of(List.of("-D" + INSIDE + "=true"), main));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            return 1;
        }
    }

    /** Makes packets as small as on a real link, or as large as usual. Does nothing outside a namespace. */
    static void useLinkPackets(boolean small) {
        if (isOwn()) {
            Programs.output("ip", "link", "set", "lo", "mtu", Integer.toString(small ? LINK_MTU : USUAL_MTU));
        }
    }
}

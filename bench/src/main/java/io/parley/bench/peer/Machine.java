package io.parley.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine on which figures were measured. */
final class Machine {

    private Machine() {}

    static String describe() {
        return field("/proc/cpuinfo", "model name") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, memory " + field("/proc/meminfo", "MemTotal")
                + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version")
                + ", congestion control " + congestionControl()
                + (Loopback.isOwn() ? ", network namespace" : "");
    }

    private static String congestionControl() {
        try {
            return Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control"))
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String field(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}

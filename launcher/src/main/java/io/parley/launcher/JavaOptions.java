package io.parley.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * The options of the server's JVM, some of which differ from one release of Java to the next. Without those of newer ones the JVM warns at each start, and later
 * releases refuse; an older JVM does not start with an option that it does not know.
 */
final class JavaOptions {

    /** From here on nobody samples performance counters, and asking for it is a warning. */
    private static final int NO_SAMPLING = 25;

    /** From here on native code needs a permission. */
    private static final int NATIVE_ACCESS = 22;

    /** From here on reading and writing memory beside the heap by {@code sun.misc.Unsafe} needs one, as Netty and WildFly do it. */
    private static final int UNSAFE_MEMORY_ACCESS = 23;

    private JavaOptions() {}

    /** Bounds of memory, and what makes hundreds of calls cheaper, for every server, on the Java that runs this. */
    static List<String> all() {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + Setting.text("parley.heap", "768m"),
                "-XX:MaxDirectMemorySize=" + Setting.text("parley.direct-memory", "512m"),
                // Hundreds of calls are many small objects far apart: a fifth of the relay's time went into finding
                // their pages.
                "-XX:+UseTransparentHugePages",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.awt.headless=true",
                "--add-opens=java.base/java.nio=ALL-UNNAMED"));
        options.addAll(of(Runtime.version().feature()));
        return options;
    }

    /** The options for this feature release, such as 21. */
    static List<String> of(int release) {
        List<String> options = new ArrayList<>();
        if (release < NO_SAMPLING) {
            // 20 times a second for figures that hardly anybody reads.
            options.add("-XX:PerfDataSamplingInterval=5000");
        }
        if (release >= NATIVE_ACCESS) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (release >= UNSAFE_MEMORY_ACCESS) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }
}

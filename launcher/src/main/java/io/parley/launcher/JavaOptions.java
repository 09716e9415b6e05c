package io.parley.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * The options that differ from one release of Java to the next. Without those of newer ones the JVM warns at each start, and later
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

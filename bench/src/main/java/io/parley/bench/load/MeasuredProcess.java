package io.parley.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CPU time and memory of the server's processes, from {@code /proc}: those given, and their children of any degree. */
public final class MeasuredProcess {

    /** The unit of times in {@code /proc}; it is a hundred on every Linux that Java runs on. */
    static final double TICKS_PER_SECOND = 100;

    private static final Path PROC = Path.of("/proc");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** Fields of {@code stat} counted from the one after the name. */
    private static final int PARENT = 1;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int THREADS = 17;

    /**
     * The use of the machine.
     *
     * @param cpuSeconds user and system time since the start of each process
     * @param rssMb resident memory
     */
    public record Usage(double cpuSeconds, double rssMb, int processes, int threads) {}

    private final List<Long> roots;
    private Set<Long> all;

    public MeasuredProcess(List<Long> roots) {
        this.roots = roots;
        this.all = new LinkedHashSet<>(roots);
    }

    /** Those processes of this machine whose command line is such a one, its words divided by NUL, but for this one. */
    public static MeasuredProcess running(Predicate<String> commandLine) throws IOException {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(PROC)) {
            for (Path process : (Iterable<Path>) processes::iterator) {
                String name = process.getFileName().toString();
                if (NUMBER.matcher(name).matches()
                        && Long.parseLong(name) != ProcessHandle.current().pid()
                        && commandLine.test(commandLine(process))) {
                    found.add(Long.valueOf(name));
                }
            }
        }
        return new MeasuredProcess(found);
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** Numbers of the processes that were given or found, without their children. */
    public List<Long> roots() {
        return roots;
    }

    /** Looks for children again. */
    public void findChildren() throws IOException {
        if (roots.isEmpty()) {
            return;
        }
        Map<Long, Long> parents = new HashMap<>();
        try (Stream<Path> processes = Files.list(PROC)) {
            for (Path process : (Iterable<Path>) processes::iterator) {
                String name = process.getFileName().toString();
                String[] stat = NUMBER.matcher(name).matches() ? stat(name) : null;
                if (stat != null) {
                    parents.put(Long.valueOf(name), Long.valueOf(stat[PARENT]));
                }
            }
        }
        Set<Long> found = new LinkedHashSet<>(roots);
        int before;
        do {
            before = found.size();
            parents.forEach((process, parent) -> {
                if (found.contains(parent)) {
                    found.add(process);
                }
            });
        } while (found.size() > before);
        all = found;
    }

    /** The sum over all processes; those that are gone count nothing. */
    public Usage usage() {
        double ticks = 0;
        double kilobytes = 0;
        int threads = 0;
        int processes = 0;
        for (long process : all) {
            String[] stat = stat(Long.toString(process));
            if (stat != null) {
                ticks += Double.parseDouble(stat[USER_TIME]) + Double.parseDouble(stat[SYSTEM_TIME]);
                threads += Integer.parseInt(stat[THREADS]);
                kilobytes += residentKilobytes(process);
                processes++;
            }
        }
        return new Usage(ticks / TICKS_PER_SECOND, kilobytes / 1024, processes, threads);
    }

    private static String @Nullable [] stat(String process) {
        try {
            String line = Files.readString(PROC.resolve(process).resolve("stat"));
            // the name is in brackets and may hold anything, brackets too
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException gone) {
            return null;
        }
    }

    private static long residentKilobytes(long process) {
        try {
            for (String line :
                    Files.readAllLines(PROC.resolve(Long.toString(process)).resolve("status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException gone) {
            return 0;
        }
        return 0;
    }
}

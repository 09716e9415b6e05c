package io.parley.bench.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One attack in a process of its own, with the lowest priority where the system has {@code nice}: attackers are somewhere else, and
 * what they do must not take processor time from the server and from those who measure. A line on its input begins the attack, a second
 * one ends it; then it prints what became of it.
 */
final class Attackers implements AutoCloseable {

    private static final String LOWEST = "19";

    private final Process process;
    private final BufferedReader output;

    /**
     * The outcome of the attack.
     *
     * @param cpuSeconds processor time that the attackers used
     */
    record Report(Attack.Outcome outcome, double cpuSeconds) {
        static final Report NONE = new Report(new Attack.Outcome(0, 0, 0), 0);
    }

    private Attackers(Process process) {
        this.process = process;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the process and waits until it is ready. @param number of the attack in {@link Attacks#all} */
    static Attackers start(Victim victim, int number) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            command.addAll(List.of("nice", "-n", LOWEST));
        }
        String java = ProcessHandle.current().info().command().orElse("java");
        command.addAll(List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path", "")));
        command.add(Attackers.class.getName());
        command.add(Integer.toString(number));
        command.addAll(victim.arguments());
        Attackers started = new Attackers(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        started.answer();
        return started;
    }

    void begin() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
    }

    Report stop() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
        String[] words = answer().split(" ");
        return new Report(
                new Attack.Outcome(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2])),
                Double.parseDouble(words[3]) / 1_000);
    }

    private String answer() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the attackers' process has ended");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** The process itself: the number of an attack, then the victim. Ends with its input, so it does not outlive who started it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Attack attack = Attacks.all(Victim.of(List.of(arguments).subList(1, arguments.length)))
                .get(Integer.parseInt(arguments[0]));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        if (orders.readLine() == null) {
            return;
        }
        attack.begin();
        String end = orders.readLine();
        Attack.Outcome outcome = attack.stop();
        if (end != null) {
            Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            System.out.println(outcome.opened() + " " + outcome.cut() + " " + outcome.done() + " " + cpu.toMillis());
        }
        System.exit(0);
    }
}

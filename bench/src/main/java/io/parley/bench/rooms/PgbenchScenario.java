package io.parley.bench.rooms;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The yardstick: PostgreSQL's own load generator sends the statements of a login and its end, as fast as the database takes them, with
 * nothing in between. In the database of the running server, which has nothing else to do meanwhile.
 *
 * @param program pgbench of PostgreSQL 14 or newer
 * @param data directory of the embedded database's server; null where PGHOST, PGUSER and so on say which database
 */
record PgbenchScenario(String program, @Nullable Path data, int seconds, int rooms) {

    static final String HEAD =
            "| pgbench, the same statements | connections | logins with their ends a second | mean ms of both |\n"
                    + "| --- | --- | --- | --- |";

    /** As many as give the most; with more, or fewer, it is no faster on two cores. */
    private static final int CONNECTIONS = 8;

    private static final int PORT_LINE = 3;
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

    void run(long app) throws IOException, InterruptedException {
        measure(app, "over " + rooms + " rooms", rooms);
        measure(app, "into one room", 1);
    }

    private void measure(long app, String name, int many) throws IOException, InterruptedException {
        pgbench(app, many, List.of("-t", "1"), "open-rooms.sql");
        try {
            List<String> load =
                    List.of("-T", Integer.toString(seconds), "-c", Integer.toString(CONNECTIONS), "-M", "prepared");
            String report = pgbench(app, many, load, "login-and-logout.sql");
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %.1f |%n",
                    name,
                    CONNECTIONS,
                    figure(RATE, report),
                    figure(LATENCY, report));
        } finally {
            pgbench(app, many, List.of("-t", "1"), "close-rooms.sql");
        }
    }

    private static double figure(Pattern pattern, String report) throws IOException {
        Matcher found = pattern.matcher(report);
        if (!found.find()) {
            throw new IOException("pgbench: " + report);
        }
        return Double.parseDouble(found.group(1));
    }

    private String pgbench(long app, int many, List<String> how, String script)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "-n"));
        command.addAll(how);
        command.addAll(List.of("-D", "app=" + app, "-D", "rooms=" + many));
        Path file = unpack(script);
        command.addAll(List.of("-f", file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(connection());
        try {
            Process process = builder.start();
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + report);
            }
            return report;
        } finally {
            Files.delete(file);
        }
    }

    private Map<String, String> connection() throws IOException {
        if (data == null) {
            return Map.of();
        }
        String port = Files.readAllLines(data.resolve("db/postmaster.pid")).get(PORT_LINE);
        return Map.of(
                "PGHOST",
                "127.0.0.1",
                "PGPORT",
                port,
                "PGUSER",
                "parley",
                "PGDATABASE",
                "postgres",
                "PGPASSWORD",
                Files.readString(data.resolve("db-application-password")).trim());
    }

    private static Path unpack(String script) throws IOException {
        Path file = Files.createTempFile("parley-", "-" + script);
        try (InputStream in = PgbenchScenario.class.getResourceAsStream(script)) {
            Files.write(file, Objects.requireNonNull(in, script).readAllBytes());
        }
        return file;
    }
}

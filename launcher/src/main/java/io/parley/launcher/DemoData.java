package io.parley.launcher;

import io.parley.persistence.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Fills a database with a made-up history of the past year, for demonstrations and measurements: {@code --rows=} 10000 to 10000000,
 * {@code --seed=}, {@code --data-dir=}, and {@code --force=true} for a database that has a history already or a server at work. The
 * database is that of {@code PARLEY_DB_URL}, else the embedded one of the data directory.
 */
public final class DemoData {

    private static final Set<String> OPTIONS = Set.of("rows", "seed", "data-dir", "force");
    private static final long MIN_ROWS = 10_000;
    private static final long MAX_ROWS = 10_000_000;

    private DemoData() {}

    /** Throws when it refuses or fails: it runs within Maven, which then fails as well. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Map<String, String> options = options(arguments);
        long rows = number(options, "rows", 1_000_000);
        if (rows < MIN_ROWS || rows > MAX_ROWS) {
            throw new IllegalArgumentException("rows is " + MIN_ROWS + " to " + MAX_ROWS);
        }
        DemoHistory history = new DemoHistory(
                rows,
                number(options, "seed", 1),
                Boolean.parseBoolean(options.getOrDefault("force", "false")),
                Clock.systemUTC().instant());
        PGSimpleDataSource database = new PGSimpleDataSource();
        String url = Setting.text("parley.db-url", "");
        if (!url.isEmpty()) {
            database.setUrl(url);
            database.setUser(Setting.text("parley.db-user", "parley"));
            database.setPassword(Setting.text("parley.db-password", ""));
            fill(database, history);
            return;
        }
        Path data = Path.of(Setting.text("parley.data-dir", options.getOrDefault("data-dir", "parley-data")))
                .toAbsolutePath()
                .normalize();
        @Nullable EmbeddedDatabase embedded = null;
        try {
            if (!useRunning(data, database)) {
                embedded = EmbeddedDatabase.start(data.resolve("db"));
                database.setUrl(embedded.url());
                database.setUser(embedded.user());
                database.setPassword(embedded.password());
            }
            fill(database, history);
        } finally {
            if (embedded != null) {
                embedded.stop();
            }
        }
    }

    private static void fill(PGSimpleDataSource database, DemoHistory history) throws SQLException {
        System.out.println("database   " + database.getUrl().replaceAll("[?].*", ""));
        Schema.migrate(database);
        history.fill(database);
    }

    /** Starting the embedded database would stop one that is at work there; that one is used instead. */
    private static boolean useRunning(Path data, PGSimpleDataSource database) throws IOException {
        Path lock = data.resolve("db/postmaster.pid");
        if (!Files.exists(lock)) {
            return false;
        }
        List<String> lines = Files.readAllLines(lock);
        if (lines.size() < 4
                || ProcessHandle.of(Long.parseLong(lines.get(0).trim())).isEmpty()) {
            return false;
        }
        database.setUrl("jdbc:postgresql://127.0.0.1:" + lines.get(3).trim() + "/postgres");
        database.setUser("postgres");
        database.setPassword(SecretFile.readOrMake(data.resolve("db-password")));
        return true;
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new TreeMap<>();
        for (String argument : arguments) {
            int middle = argument.indexOf('=');
            String name = argument.startsWith("--") && middle > 0 ? argument.substring(2, middle) : "";
            if (!OPTIONS.contains(name)) {
                throw new IllegalArgumentException("\"" + argument + "\" is none of --name=value of " + OPTIONS);
            }
            options.put(name, argument.substring(middle + 1));
        }
        return options;
    }

    private static long number(Map<String, String> options, String name, long otherwise) {
        String text = options.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, not \"" + text + "\"", e);
        }
    }
}

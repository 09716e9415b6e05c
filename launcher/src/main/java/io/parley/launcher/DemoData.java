package io.parley.launcher;

import io.parley.persistence.admin.PrivateDirectory;
import io.parley.persistence.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
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
        String url = Setting.text("parley.db.url", "");
        if (!url.isEmpty()) {
            String application = Setting.text("parley.db.user", "parley");
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(url);
            database.setUser(Setting.text("parley.db.owner-user", application));
            String ownerPassword = SecretSetting.text("parley.db.owner-password");
            database.setPassword(ownerPassword.isEmpty() ? SecretSetting.text("parley.db.password") : ownerPassword);
            fill(database, application, url, history);
            return;
        }
        Path data = Path.of(Setting.text("parley.data-dir", options.getOrDefault("data-dir", "parley-data")))
                .toAbsolutePath()
                .normalize();
        PrivateDirectory.require(data);
        Path directory = data.resolve("db");
        OptionalInt port = running(directory);
        @Nullable EmbeddedDatabase embedded = port.isPresent() ? null : EmbeddedDatabase.start(directory);
        try {
            fill(
                    embedded == null ? EmbeddedDatabase.owner(directory, port.getAsInt()) : embedded.owner(),
                    DatabaseRoles.APPLICATION,
                    directory.toString(),
                    history);
        } finally {
            if (embedded != null) {
                embedded.stop();
            }
        }
    }

    private static void fill(DataSource owner, String application, String name, DemoHistory history)
            throws SQLException {
        System.out.println("database   " + name.replaceAll("[?].*", ""));
        Schema.migrate(owner, application);
        history.fill(owner);
    }

    /** Starting the embedded database would stop one that is at work there; that one is used instead, by its port. */
    private static OptionalInt running(Path directory) throws IOException {
        Path lock = directory.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return OptionalInt.empty();
        }
        List<String> lines = Files.readAllLines(lock);
        return lines.size() < 4
                        || ProcessHandle.of(Long.parseLong(lines.get(0).trim())).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(lines.get(3).trim()));
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

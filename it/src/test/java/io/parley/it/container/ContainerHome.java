package io.parley.it.container;

import io.parley.it.Database;
import io.parley.it.ParleyServer;
import io.parley.it.Ports;
import io.parley.launcher.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The provisioned server without the application, which Arquillian brings, and a database for it. There is one at most. */
final class ContainerHome implements AutoCloseable {

    private static ContainerHome current;

    private final EmbeddedDatabase database;
    private final Map<String, String> settings = new TreeMap<>();
    private final Thread closing = new Thread(this::stopDatabase, "stop-container-database");

    private ContainerHome(EmbeddedDatabase database, Path data) throws IOException {
        this.database = database;
        settings.put("parley.db.url", database.url());
        settings.put("parley.db.user", database.user());
        settings.put("parley.db.password", database.password());
        settings.put("parley.db.owner-user", database.ownerUser());
        settings.put("parley.db.owner-password", database.ownerPassword());
        for (String port : Set.of("http", "https", "media", "management")) {
            settings.put("parley." + port + ".port", Integer.toString(Ports.free()));
        }
        settings.put("parley.transaction.timeout", Integer.toString(FaultInjection.TRANSACTION_TIMEOUT_SECONDS));
        settings.put("parley.admin.username", "admin");
        settings.put("parley.admin.password", UUID.randomUUID().toString());
        settings.put("parley.data-dir", data.resolve("parley").toString());
        settings.put("parley.public-host", "127.0.0.1");
    }

    /** Makes everything and says in system properties what arquillian.xml needs. */
    static ContainerHome prepare() throws IOException, InterruptedException {
        Path data = ParleyServer.directory().resolve("servers").resolve("container");
        ParleyServer.delete(data);
        Path home = Files.createDirectories(data.resolve("home"));
        for (String part : Set.of("bin", "modules", "jboss-modules.jar")) {
            Files.createSymbolicLink(home.resolve(part), ParleyServer.home().resolve(part));
        }
        copyStandalone(ParleyServer.home().resolve("standalone"), home.resolve("standalone"));
        current = new ContainerHome(EmbeddedDatabase.start(data.resolve("db")), data);
        Runtime.getRuntime().addShutdownHook(current.closing);
        System.setProperty("it.container.home", home.toString());
        System.setProperty("it.container.management.port", current.settings.get("parley.management.port"));
        System.setProperty("it.container.options", current.options());
        return current;
    }

    static ContainerHome current() {
        return current;
    }

    private String options() {
        return "-Xmx512m -Djava.net.preferIPv4Stack=true "
                + settings.entrySet().stream()
                        .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(" "));
    }

    String http() {
        return "http://127.0.0.1:" + settings.get("parley.http.port");
    }

    URI signal() {
        return URI.create("ws://127.0.0.1:" + settings.get("parley.http.port") + "/parley/signal");
    }

    String adminPassword() {
        return settings.get("parley.admin.password");
    }

    Database database() {
        return new Database(
                Integer.toString(
                        URI.create(database.url().substring("jdbc:".length())).getPort()),
                database.superuserPassword());
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(closing);
        database.stop();
    }

    private void stopDatabase() {
        try {
            database.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyStandalone(Path from, Path to) throws IOException {
        Set<Path> leftOut = Set.of(from.resolve("log"), from.resolve("tmp"));
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (leftOut.contains(directory)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.getFileName().toString().startsWith("parley.ear")) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

package io.parley.it.container;

import io.parley.it.Database;
import io.parley.it.OnServer;
import io.parley.it.ParleyServer;
import io.parley.it.Rest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** On a domain of Payara, which the launcher starts with an EAR of the test's. */
@Tag("every-server")
@OnServer(OnServer.Kind.DOMAIN)
class DomainRollbackIT extends RollbackScenario {

    private static ParleyServer server;

    @BeforeAll
    static void start() throws IOException {
        Path home = ParleyServer.directory().resolve("home-with-faults");
        ParleyServer.delete(home);
        Files.createDirectories(home);
        Files.createSymbolicLink(home.resolve("glassfish"), ParleyServer.home().resolve("glassfish"));
        ParleyArchive.with(FaultInjection.class)
                .ear()
                .as(ZipExporter.class)
                .exportTo(home.resolve("parley.ear").toFile());
        server = ParleyServer.with(
                "rollback",
                Map.of(
                        "parley.transaction.timeout",
                        Integer.toString(FaultInjection.TRANSACTION_TIMEOUT_SECONDS),
                        "parley.demo",
                        "false"),
                home);
    }

    @Override
    Rest rest() {
        return new Rest(server.http(), server.adminPassword());
    }

    @Override
    Database database() {
        return server.database();
    }

    @Override
    URI signal() {
        return URI.create(server.signal());
    }
}

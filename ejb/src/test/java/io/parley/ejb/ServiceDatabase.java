package io.parley.ejb;

import io.parley.persistence.schema.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A real PostgreSQL with Parley's schema and its entities, for all tests of this process; it stops with the process. */
final class ServiceDatabase {

    private static ServiceDatabase shared;

    private final DataSource source;
    private final EntityManagerFactory entities;

    private ServiceDatabase() throws IOException {
        Path log = Path.of("target", "service-database.log");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        source = postgres.getPostgresDatabase();
        Schema.migrate(source);
        Map<String, Object> settings = new HashMap<>();
        settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        settings.put("jakarta.persistence.jtaDataSource", null);
        settings.put("jakarta.persistence.nonJtaDataSource", source);
        // the server's releases the connection before the commit, which there is the transaction manager's and not
        // Hibernate's
        settings.put("hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION");
        entities = Persistence.createEntityManagerFactory("parley", settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres), "stop-service-database"));
    }

    static synchronized ServiceDatabase shared() {
        if (shared == null) {
            try {
                shared = new ServiceDatabase();
                shared.update("select ensure_partitions('2026-10-01', 6)");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EntityManager open() {
        return entities.createEntityManager();
    }

    void update(String sql, Object... arguments) {
        rows(sql, arguments);
    }

    /** The first column of every row as text. */
    List<String> rows(String sql, Object... arguments) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<String> rows = new ArrayList<>();
            if (statement.execute()) {
                try (ResultSet found = statement.getResultSet()) {
                    while (found.next()) {
                        rows.add(found.getString(1));
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}

package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.it.Rest.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that is spoken to by TLS alone, whose certificate and name are verified, and whose passwords are in files. */
class DatabaseTlsIT {

    private static Path directory;
    private static SelfSignedCertificate certificate;
    private static OwnDatabase database;

    @BeforeAll
    static void start() throws IOException {
        directory = ParleyServer.directory().resolve("database-tls");
        ParleyServer.delete(directory);
        Files.createDirectories(directory);
        certificate = SelfSignedCertificate.of(directory, "database", "ip:127.0.0.1");
        Files.setPosixFilePermissions(certificate.key(), PosixFilePermissions.fromString("rw-------"));
        database = OwnDatabase.make(
                directory.resolve("db"),
                Map.of(
                        "ssl",
                        "on",
                        "ssl_cert_file",
                        certificate.chain().toString(),
                        "ssl_key_file",
                        certificate.key().toString()));
        Files.writeString(database.directory().resolve("pg_hba.conf"), """
                hostssl parley parley,parley_owner 127.0.0.1/32 scram-sha-256
                host all postgres 127.0.0.1/32 trust
                """);
        database.execute("select pg_reload_conf()");
    }

    @AfterAll
    static void stop() {
        if (database != null) {
            database.close();
        }
    }

    private static String url(String host, Path authority) {
        return "jdbc:postgresql://" + host + ":" + database.port() + "/parley?sslmode=verify-full&sslrootcert="
                + authority;
    }

    private static Map<String, String> settings(String url) throws IOException {
        Map<String, String> settings = new HashMap<>(OwnDatabase.settings(url));
        for (String name : new String[] {"parley.db.password", "parley.db.owner-password"}) {
            String password = settings.remove(name);
            settings.put(
                    name + "-file",
                    Files.writeString(directory.resolve(name), password + "\n").toString());
        }
        return settings;
    }

    @Test
    void allConnectionsAreEncryptedAndThePasswordsComeFromFiles() throws IOException {
        ParleyServer server = ParleyServer.with("database-tls", settings(url("127.0.0.1", certificate.chain())));
        Rest rest = new Rest(server);
        App app = rest.createApp("tls");
        try (SignalClient client = SignalClient.inside(server, app, "r", "u", rest.token(app, "u"))) {
            assertThat(database.texts("select distinct cast(s.ssl as text) from pg_stat_activity a"
                            + " join pg_stat_ssl s on s.pid = a.pid where a.usename in ('parley', 'parley_owner')"))
                    .containsExactly("true");
        }
        server.stop();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedWithWordsThatHelp() {
        SelfSignedCertificate other = SelfSignedCertificate.of(directory, "other", "ip:127.0.0.1");
        assertThatThrownBy(() ->
                        ParleyServer.with("wrong-authority", OwnDatabase.settings(url("127.0.0.1", other.chain()))))
                .hasMessageContaining(
                        "Parley cannot start: the certificate of the database is not signed by an authority"
                                + " in the file that sslrootcert names");
    }

    @Test
    void aCertificateForAnotherHostIsRefusedWithWordsThatHelp() {
        assertThatThrownBy(() ->
                        ParleyServer.with("wrong-host", OwnDatabase.settings(url("localhost", certificate.chain()))))
                .hasMessageContaining("Parley cannot start: the certificate of the database is for another host");
    }

    @Test
    void aDatabaseThatWantsTlsSaysSo() {
        assertThatThrownBy(() -> ParleyServer.with(
                        "no-tls",
                        OwnDatabase.settings(
                                "jdbc:postgresql://127.0.0.1:" + database.port() + "/parley?sslmode=disable")))
                .hasMessageContaining("Parley cannot start: the database does not let the user in");
    }
}

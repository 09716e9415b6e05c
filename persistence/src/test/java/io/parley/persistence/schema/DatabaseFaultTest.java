package io.parley.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** The sentences for what the driver says. */
class DatabaseFaultTest {

    private static String sentence(String words, String state, Throwable cause) {
        return DatabaseFault.sentence(new SQLException(words, state, cause));
    }

    private static IOException handshake(Throwable cause) {
        IOException failure = new SSLHandshakeException("handshake");
        failure.initCause(cause);
        return failure;
    }

    @Test
    void aCertificateThatNobodyTrustsOrThatIsOldIsNamed() {
        assertThat(sentence("SSL error", "08006", handshake(new CertPathValidatorException("path"))))
                .startsWith("the certificate of the database is not signed by an authority");
        assertThat(sentence(
                        "SSL error",
                        "08006",
                        handshake(new CertPathValidatorException("path", new CertificateExpiredException()))))
                .startsWith("the certificate of the database has expired");
        assertThat(sentence(
                        "The hostname db could not be verified by hostnameverifier PGjdbcHostnameVerifier.",
                        "08006",
                        null))
                .startsWith("the certificate of the database is for another host");
        assertThat(sentence("Could not open SSL root certificate file /x.", "08006", new FileNotFoundException()))
                .startsWith("a file that parley.db.url names cannot be read: Could not open");
    }

    @Test
    void whoIsNotLetInLearnsWhereToLook() {
        assertThat(sentence("password authentication failed", "28P01", null))
                .startsWith("the database does not let the user in: look at parley.db.user and its password");
        assertThat(sentence("database \"x\" does not exist", "3D000", null)).contains("does not exist");
        assertThat(sentence("too many", "53300", null)).contains("max_connections");
    }

    @Test
    void nobodyThereAndNoPrimaryAreTwoThings() {
        assertThat(sentence("refused", "08001", new ConnectException()))
                .startsWith("no database answers at the address in parley.db.url");
        assertThat(sentence("Could not find a server with specified targetServerType: primary", "08001", null))
                .startsWith("none of the databases in parley.db.url takes writes: promote one");
        assertThat(sentence("something else", "XX000", null))
                .startsWith("the database cannot be reached: something else");
    }
}

package io.parley.persistence.schema;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The sentences for a connection to the database that did not come about: what is wrong, and what to do. */
public final class DatabaseFault {

    private static final String WHERE = " (docs/operations/database.md)";

    private DatabaseFault() {}

    /** The sentence for what the driver says; the driver's own words where nothing better is known. */
    public static String sentence(SQLException fault) {
        String state = String.valueOf(fault.getSQLState());
        String words = String.valueOf(fault.getMessage());
        if (has(fault, CertificateExpiredException.class)) {
            return "the certificate of the database has expired: give the database a new one" + WHERE;
        }
        if (has(fault, CertPathBuilderException.class) || has(fault, CertPathValidatorException.class)) {
            return "the certificate of the database is not signed by an authority in the file that sslrootcert names in"
                    + " parley.db.url: put the certificate of its authority there" + WHERE;
        }
        // The driver gives no other sign of it, and translates its words.
        if (words.contains("HostnameVerifier")) {
            return "the certificate of the database is for another host: name the host in parley.db.url as the certificate does"
                    + WHERE;
        }
        if (has(fault, FileNotFoundException.class)) {
            return "a file that parley.db.url names cannot be read: " + words + WHERE;
        }
        return switch (state) {
            case "28P01", "28000" ->
                "the database does not let the user in: look at parley.db.user and its password, and at pg_hba.conf ("
                        + words + ")" + WHERE;
            case "3D000" -> "the database does not exist: " + words + WHERE;
            case "57P03" -> "the database is starting or stopping: start again in a moment (" + words + ")";
            case "53300" -> "the database has no connection left: raise its max_connections (" + words + ")" + WHERE;
            case "08004" -> "the database refuses the connection, perhaps because it knows no TLS: " + words + WHERE;
            default -> unreachable(fault, words);
        };
    }

    private static String unreachable(SQLException fault, String words) {
        if (has(fault, UnknownHostException.class)) {
            return "there is no host of the name in parley.db.url (" + words + ")" + WHERE;
        }
        if (has(fault, ConnectException.class) || has(fault, SocketTimeoutException.class)) {
            return "no database answers at the address in parley.db.url (" + words + ")" + WHERE;
        }
        return words.contains("targetServerType")
                ? "none of the databases in parley.db.url takes writes: promote one of them (" + words + ")" + WHERE
                : "the database cannot be reached: " + words + WHERE;
    }

    private static boolean has(Throwable fault, Class<? extends Throwable> kind) {
        for (@Nullable Throwable each = fault; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}

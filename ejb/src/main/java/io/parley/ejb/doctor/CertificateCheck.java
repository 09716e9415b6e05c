package io.parley.ejb.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Looks at the certificate files of the media port. */
final class CertificateCheck {

    /** The time before its end from which a certificate is worth a word. */
    private static final Duration SOON = Duration.ofDays(21);

    private CertificateCheck() {}

    /** @param chain a PEM file, the server's own certificate and those that signed it */
    static Finding look(Optional<Path> chain, Instant now) {
        if (chain.isEmpty()) {
            return Finding.ok("certificate.none");
        }
        try (InputStream in = Files.newInputStream(chain.get())) {
            Instant end = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new CertificateException("there is none in " + chain.get()));
            return judge(end, now);
        } catch (IOException | CertificateException e) {
            return Finding.failed("certificate.unreadable", String.valueOf(e.getMessage()));
        }
    }

    static Finding judge(Instant end, Instant now) {
        if (!now.isBefore(end)) {
            return Finding.failed("certificate.expired", end.toString());
        }
        return now.plus(SOON).isAfter(end)
                ? Finding.warning("certificate.soon", end.toString())
                : Finding.ok("certificate.ok", end.toString());
    }
}

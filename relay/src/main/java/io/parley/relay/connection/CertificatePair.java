package io.parley.relay.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A certificate and its key, read and found to belong together. Throws what is wrong in words for an operator. */
final class CertificatePair {

    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END");

    private CertificatePair() {}

    /** Ready to serve with. TLS 1.2 and 1.3, by the JDK. */
    static SslContext load(byte[] chain, byte[] key) throws IOException {
        try {
            X509Certificate[] certificates = certificates(chain);
            PublicKey shown = certificates[0].getPublicKey();
            PrivateKey secret = privateKey(key, shown.getAlgorithm());
            if (!belongTogether(shown, secret)) {
                throw new IOException("the key is not that of the first certificate");
            }
            return SslContextBuilder.forServer(secret, certificates)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static X509Certificate[] certificates(byte[] chain) throws IOException, GeneralSecurityException {
        X509Certificate[] certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(chain)).stream()
                        .map(X509Certificate.class::cast)
                        .toArray(X509Certificate[]::new);
        if (certificates.length == 0) {
            throw new IOException("there is no certificate in the chain");
        }
        return certificates;
    }

    private static PrivateKey privateKey(byte[] pem, String algorithm) throws IOException, GeneralSecurityException {
        Matcher found = PEM_KEY.matcher(new String(pem, ISO_8859_1));
        if (!found.find()) {
            throw new IOException("there is no private key in PEM form");
        }
        if (!found.group(1).isEmpty()) {
            throw new IOException("the key must be PKCS#8 without encryption (openssl pkcs8 -topk8 -nocrypt), not "
                    + found.group(1).strip());
        }
        byte[] encoded = Base64.getMimeDecoder().decode(found.group(2));
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            throw new IOException("the key is not that of the first certificate: that one is " + algorithm, e);
        }
    }

    private static boolean belongTogether(PublicKey shown, PrivateKey secret) throws GeneralSecurityException {
        String algorithm = signature(shown.getAlgorithm());
        if (algorithm == null) {
            return true;
        }
        byte[] anything = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(anything);
        byte[] signed = signing.sign();
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(shown);
        checking.update(anything);
        return checking.verify(signed);
    }

    /** Null for what this does not know how to try. */
    private static @Nullable String signature(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> null;
        };
    }
}

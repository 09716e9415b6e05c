package io.parley.relay.config;

import java.nio.file.Path;

/**
 * The files of the port's certificate.
 *
 * @param chain PEM: the certificate, then those that signed it
 * @param key PEM: its private key, PKCS#8, not encrypted
 */
public record TlsFiles(Path chain, Path key) {}

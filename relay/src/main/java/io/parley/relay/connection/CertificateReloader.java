package io.parley.relay.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.parley.relay.config.TlsFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The certificate in force. Looks at the files now and then, on a thread of its own, and takes over what has changed: for new
 * connections, while those that are there go on. What cannot be used is complained of once, and the old one stays. Thread-safe.
 */
public final class CertificateReloader implements AutoCloseable {

    private static final Logger LOG = System.getLogger(CertificateReloader.class.getName());

    private final TlsFiles files;
    private final ScheduledExecutorService clock;
    private final ExecutorService handshakes;
    private byte[] chain;
    private byte[] key;
    private boolean readable = true;
    private volatile SslContext current;

    private CertificateReloader(TlsFiles files, int threads) throws IOException {
        this.files = files;
        this.chain = Files.readAllBytes(files.chain());
        this.key = Files.readAllBytes(files.key());
        this.current = CertificatePair.load(chain, key);
        this.clock =
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("parley-relay-certificates", true));
        // As many tasks may wait as there are half-open connections, which are limited: each has one at a time.
        this.handshakes = Executors.newFixedThreadPool(
                threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                new DefaultThreadFactory("parley-relay-tls", true));
    }

    /**
     * Reads the files and goes on watching them.
     *
     * @param threads for handshakes; 0 for half as many as there are cores, and at least one
     * @throws IOException in words for an operator, when they cannot be used
     */
    public static CertificateReloader watch(TlsFiles files, int everyMs, int threads) throws IOException {
        CertificateReloader certificates;
        try {
            certificates = new CertificateReloader(files, threads);
        } catch (IOException e) {
            throw new IOException(unusable(files, e), e);
        }
        certificates.clock.scheduleWithFixedDelay(certificates::look, everyMs, everyMs, TimeUnit.MILLISECONDS);
        return certificates;
    }

    private void look() {
        try {
            // Their bytes, not their times: certificates are often swapped by a link.
            byte[] newChain = Files.readAllBytes(files.chain());
            byte[] newKey = Files.readAllBytes(files.key());
            readable = true;
            if (!Arrays.equals(newChain, chain) || !Arrays.equals(newKey, key)) {
                chain = newChain;
                key = newKey;
                current = CertificatePair.load(newChain, newKey);
                LOG.log(Level.INFO, "new certificate from {0}", files.chain());
            }
        } catch (IOException | RuntimeException e) {
            // While files are missing, that is said once.
            if (readable) {
                LOG.log(Level.WARNING, unusable(files, e) + "; the one before stays in use");
            }
            readable = !(e instanceof java.nio.file.FileSystemException);
        }
    }

    private static String unusable(TlsFiles files, Exception why) {
        return "certificate " + files.chain() + " with key " + files.key() + " cannot be used: "
                + (why instanceof java.nio.file.FileSystemException ? why.toString() : why.getMessage());
    }

    /** Encrypts a new connection with the certificate in force. Its signatures are made on a thread that has no media to wait for them. */
    SslHandler newHandler(ByteBufAllocator allocator) {
        return current.newHandler(allocator, handshakes);
    }

    /** Stops watching; handshakes that have begun come to their end. */
    @Override
    public void close() {
        clock.shutdownNow();
        handshakes.shutdown();
    }
}

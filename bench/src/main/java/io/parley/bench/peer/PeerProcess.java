package io.parley.bench.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that runs for one measurement, and is gone when closed, with whatever it started. */
final class PeerProcess implements LoadedServer {

    static final String HOST = "127.0.0.1";

    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 10;
    private static final int POLL_MS = 100;

    private final Process process;
    private final String push;
    private final @Nullable String flv;

    private PeerProcess(Process process, String push, @Nullable String flv) {
        this.process = process;
        this.push = push;
        this.flv = flv;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param port of RTMP
     * @param flv where it plays HTTP-FLV, with the stream as {@code %s}, or null when it does not
     */
    static PeerProcess start(Path work, List<String> command, int port, @Nullable String flv) throws IOException {
        Path log = work.resolve("output.log");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PeerProcess started = new PeerProcess(process, "rtmp://" + HOST + ":" + port + "/live", flv);
        try {
            started.awaitPort(port, log);
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private void awaitPort(int port, Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(HOST, port), POLL_MS);
                return;
            } catch (IOException notYet) {
                pause(POLL_MS);
            }
        }
        throw new IOException("does not listen on port " + port + ": " + Files.readString(log));
    }

    static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A port on which no process listens. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public List<String> streams(String prefix, int publishers, int players) {
        return List.of("--push", push, "--name", prefix + "%d");
    }

    @Override
    public Optional<String> flv() {
        return Optional.ofNullable(flv);
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}

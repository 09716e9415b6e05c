package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A reverse proxy in front of the shared server, with the configuration that {@code docs/operations/proxies} shows. What differs is
 * ports and files, and that it connects from {@link ParleyServer#PROXY}: the server trusts that address, and no client has it.
 */
final class ReverseProxy implements AutoCloseable {

    /** Programs, each with its example. */
    enum Program {
        HAPROXY("haproxy", "haproxy.cfg") {
            @Override
            Map<String, String> differences(ReverseProxy proxy, ParleyServer server, Path directory) {
                return Map.ofEntries(
                        Map.entry("bind :80\n", "bind 127.0.0.1:" + proxy.http + "\n"),
                        Map.entry("bind :443 ", "bind 127.0.0.1:" + proxy.https + " "),
                        Map.entry("bind :1935\n", "bind 127.0.0.1:" + proxy.media + "\n"),
                        Map.entry("127.0.0.1:8080", "127.0.0.1:" + server.httpPort() + " source " + ParleyServer.PROXY),
                        Map.entry(
                                "127.0.0.1:1936", "127.0.0.1:" + server.mediaPort() + " source " + ParleyServer.PROXY),
                        Map.entry("127.0.0.1:1937", "127.0.0.1:" + proxy.mediaTls),
                        Map.entry("/etc/parley/tls", directory.toString()));
            }

            @Override
            List<String> command(String program, Path configuration) {
                return List.of(program, "-db", "-f", configuration.toString());
            }
        },
        NGINX("nginx", "nginx.conf") {
            @Override
            Map<String, String> differences(ReverseProxy proxy, ParleyServer server, Path directory) {
                String from = " proxy_bind " + ParleyServer.PROXY + ";";
                return Map.ofEntries(
                        Map.entry("listen 80;", "listen 127.0.0.1:" + proxy.http + ";"),
                        Map.entry("listen 443 ", "listen 127.0.0.1:" + proxy.https + " "),
                        Map.entry("listen 1935;", "listen 127.0.0.1:" + proxy.media + ";"),
                        Map.entry("127.0.0.1:8080", "127.0.0.1:" + server.httpPort()),
                        Map.entry("127.0.0.1:1936", "127.0.0.1:" + server.mediaPort()),
                        Map.entry("127.0.0.1:1937", "127.0.0.1:" + proxy.mediaTls),
                        Map.entry("proxy_pass http://parley;", "proxy_pass http://parley;" + from),
                        Map.entry("proxy_pass $parley_media;", "proxy_pass $parley_media;" + from),
                        Map.entry("proxy_pass media;", "proxy_pass media;" + from),
                        Map.entry("set_real_ip_from 127.0.0.1;", "set_real_ip_from " + ParleyServer.PROXY + ";"),
                        Map.entry("worker_processes auto;", "worker_processes 1;"),
                        Map.entry("/run/nginx.pid", directory + "/nginx.pid"),
                        Map.entry("/var/log/nginx", directory.toString()),
                        Map.entry("/etc/parley/tls", directory.toString()));
            }

            @Override
            List<String> command(String program, Path configuration) {
                return List.of(program, "-c", configuration.toString(), "-g", "daemon off;");
            }
        };

        private final String name;
        private final String example;

        Program(String name, String example) {
            this.name = name;
            this.example = example;
        }

        /** What stands in the example, and what the test puts in its place. */
        abstract Map<String, String> differences(ReverseProxy proxy, ParleyServer server, Path directory);

        abstract List<String> command(String program, Path configuration);
    }

    private static final int ATTEMPTS = 600;

    private static final Path EXAMPLES = Path.of("..", "docs", "operations", "proxies");

    private final SelfSignedCertificate certificate;
    private final int http = Ports.free();
    private final int https = Ports.free();
    private final int media = Ports.free();
    private final int mediaTls = Ports.free();
    private final Process process;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Starts it and waits until it takes connections. Skips the test where the program is not installed, but for builds of CI. */
    ReverseProxy(Program kind, ParleyServer server) {
        String program =
                Programs.find(kind.name).orElse(Path.of("/usr/sbin", kind.name).toString());
        assumeTrue(
                Files.isExecutable(Path.of(program)) || System.getenv("CI") != null,
                kind.name + " is not installed: apt-get install haproxy nginx libnginx-mod-stream");
        Path directory = ParleyServer.directory().resolve(kind.name);
        try {
            Files.createDirectories(directory);
            certificate = SelfSignedCertificate.of(directory, kind.name, "ip:127.0.0.1");
            Files.copy(certificate.chain(), fresh(directory.resolve("chain.pem")));
            Files.copy(certificate.key(), fresh(directory.resolve("key.pem")));
            Files.writeString(
                    directory.resolve("chain-and-key.pem"),
                    Files.readString(certificate.chain()) + Files.readString(certificate.key()));
            String text = Files.readString(EXAMPLES.resolve(kind.example));
            for (Map.Entry<String, String> difference :
                    kind.differences(this, server, directory).entrySet()) {
                assertThat(text).as(kind.example).contains(difference.getKey());
                text = text.replace(difference.getKey(), difference.getValue());
            }
            Path configuration = Files.writeString(directory.resolve(kind.example), text);
            process = new ProcessBuilder(kind.command(program, configuration))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            process.onExit().thenRun(ended::countDown);
            for (int port : List.of(http, https, media)) {
                awaitPort(port, directory);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A program that ended takes no connection, however long one waits. */
    private void awaitPort(int port, Path directory) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
                return;
            } catch (IOException refused) {
                if (ended.await(50, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        throw new AssertionError("no proxy at " + port + ": " + Files.readString(directory.resolve("output")));
    }

    private static Path fresh(Path file) throws IOException {
        Files.deleteIfExists(file);
        return file;
    }

    SelfSignedCertificate certificate() {
        return certificate;
    }

    /** The port without TLS, which sends everybody to the one with it. */
    int httpPort() {
        return http;
    }

    int httpsPort() {
        return https;
    }

    /** RTMP, HTTP-FLV and WebSocket-FLV, in clear and by TLS. */
    int mediaPort() {
        return media;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

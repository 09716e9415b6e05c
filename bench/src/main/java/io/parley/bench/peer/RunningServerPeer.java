package io.parley.bench.peer;

import io.parley.bench.server.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The whole server with application and database, as it runs already. Each load has streams of its own, in rooms of their own, and
 * gets its addresses from the REST interface, as a device does.
 *
 * @param url of its HTTP port
 * @param passwordFile the administrator's
 * @param process the one to be accounted for, with its children
 */
record RunningServerPeer(String url, Path passwordFile, ProcessHandle process) implements Peer {

    static final String NAME = "server";

    /** Beyond the players of a stream: those before may not have gone yet. */
    private static final int SPARE_CONNECTIONS = 10;

    private static final AtomicInteger RUNS = new AtomicInteger();

    /**
     * Nothing when no server runs here.
     *
     * @param pid of its process; 0 to look for one
     */
    static Optional<Peer> find(String url, Path passwordFile, long pid) {
        Optional<ProcessHandle> server = pid > 0 ? ProcessHandle.of(pid) : server("io.parley.launcher.");
        return server.or(() -> server("-D[Standalone]"))
                .map(process -> new RunningServerPeer(url, passwordFile, process));
    }

    private static Optional<ProcessHandle> server(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(argument))
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "process " + process.pid() + ", " + url;
    }

    @Override
    public LoadedServer start(Path work) throws IOException {
        try {
            Tokens tokens =
                    new Tokens(url, "admin", Files.readString(passwordFile).strip(), "compare");
            return new Running(tokens, process.pid(), work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private record Running(Tokens tokens, long pid, Path work) implements LoadedServer {

        @Override
        public List<String> streams(String prefix, int publishers, int players) throws IOException {
            String run = prefix + RUNS.incrementAndGet() + "-";
            List<String> lines = new ArrayList<>();
            String root = "";
            try {
                for (int i = 0; i < publishers; i++) {
                    String stream = run + i;
                    URI pushed = url(stream, "publish", SPARE_CONNECTIONS);
                    URI played = url(stream, "play", players + SPARE_CONNECTIONS);
                    root = pushed.getScheme() + "://" + pushed.getAuthority() + "/" + part(pushed, 1);
                    lines.add(name(pushed) + " " + name(played));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            Path names = Files.write(work.resolve(run + "names"), lines);
            return List.of("--push", root, "--names", names.toString());
        }

        private URI url(String stream, String direction, int connections) throws IOException, InterruptedException {
            return URI.create(tokens.mediaUrl("room-" + stream, stream, direction, connections));
        }

        private static String part(URI address, int number) {
            return address.getRawPath().split("/", 3)[number];
        }

        private static String name(URI address) {
            return part(address, 2) + "?" + address.getRawQuery();
        }

        @Override
        public Optional<String> flv() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // It ran before, and runs on.
        }
    }
}

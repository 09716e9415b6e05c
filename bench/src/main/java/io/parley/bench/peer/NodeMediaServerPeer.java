package io.parley.bench.peer;

import io.parley.bench.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * node-media-server, as npm installs it.
 *
 * @param node Node.js
 * @param module directory of the package
 */
record NodeMediaServerPeer(Path node, Path module) implements Peer {

    static final String NAME = "nms";

    private static final String PACKAGE = "node-media-server";

    private static final String CONFIGURATION = """
            {
              "bind": "%s",
              "notify": {"url": ""},
              "store": {"path": "./data"},
              "auth": {"play": false, "publish": false, "secret": "unused"},
              "rtmp": {"port": %d},
              "http": {"port": %d},
              "webadmin": {"enable": false},
              "record": {"auto": false, "path": "./record"}
            }
            """;

    /**
     * Nothing when it is not installed.
     *
     * @param folder the package, or a directory with {@code node_modules}; empty to ask npm for its global ones
     */
    static Optional<Peer> find(String folder) {
        Stream<Path> candidates = folder.isEmpty()
                ? Programs.output("npm", "root", "-g").stream().map(NodeMediaServerPeer::lastLine)
                : Stream.of(Path.of(folder), Path.of(folder, "node_modules"));
        Optional<Path> module = candidates
                .flatMap(root -> Stream.of(root, root.resolve(PACKAGE)))
                .filter(root -> Files.isReadable(root.resolve("bin/app.js")))
                .findFirst();
        return Programs.find("node").flatMap(node -> module.map(found -> new NodeMediaServerPeer(node, found)));
    }

    private static Path lastLine(String output) {
        return Path.of(output.substring(output.lastIndexOf('\n') + 1));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        String nodeVersion = Programs.output(node.toString(), "--version").orElse("unknown");
        try {
            String version = Load.JSON
                    .readTree(module.resolve("package.json").toFile())
                    .path("version")
                    .asText();
            return PACKAGE + " " + version + ", Node.js " + nodeVersion;
        } catch (IOException e) {
            return PACKAGE + ", Node.js " + nodeVersion;
        }
    }

    @Override
    public LoadedServer start(Path work) throws IOException {
        int port = PeerProcess.freePort();
        int http = PeerProcess.freePort();
        Path configuration = work.resolve("config.json");
        Files.writeString(configuration, String.format(CONFIGURATION, PeerProcess.HOST, port, http));
        return PeerProcess.start(
                work,
                List.of(node.toString(), module.resolve("bin/app.js").toString(), "-c", configuration.toString()),
                port,
                "http://" + PeerProcess.HOST + ":" + http + "/live/%s.flv");
    }
}

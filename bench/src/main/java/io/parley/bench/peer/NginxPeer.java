package io.parley.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * nginx with its RTMP module, both as installed; one worker, as workers share no streams, and all else as it is by default.
 *
 * @param program nginx
 * @param module the RTMP module
 */
record NginxPeer(Path program, Path module) implements Peer {

    static final String NAME = "nginx";

    private static final String CONFIGURATION = """
            load_module %s;
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile 20000;
            pid nginx.pid;
            error_log error.log error;
            events { worker_connections 16000; }
            rtmp {
                access_log off;
                server {
                    listen %s:%d;
                    application live { live on; }
                }
            }
            """;

    /** Nothing when it is not installed. */
    static Optional<Peer> find() {
        Optional<Path> module = Stream.of("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules")
                .map(folder -> Path.of(folder, "ngx_rtmp_module.so"))
                .filter(Files::isReadable)
                .findFirst();
        return Programs.find("nginx").flatMap(nginx -> module.map(rtmp -> new NginxPeer(nginx, rtmp)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        String nginx = Programs.output(program.toString(), "-v").orElse("unknown");
        String rtmp = Programs.output("dpkg-query", "-W", "-f", "${Version}", "libnginx-mod-rtmp")
                .orElse("unknown");
        return nginx.replace("nginx version: ", "") + " with its RTMP module " + rtmp;
    }

    @Override
    public LoadedServer start(Path work) throws IOException {
        int port = PeerProcess.freePort();
        Path configuration = work.resolve("nginx.conf");
        Files.writeString(configuration, String.format(CONFIGURATION, module, PeerProcess.HOST, port));
        return PeerProcess.start(
                work,
                List.of(program.toString(), "-p", work.toString(), "-c", configuration.toString(), "-e", "error.log"),
                port,
                null);
    }
}

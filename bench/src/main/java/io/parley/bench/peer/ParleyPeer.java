package io.parley.bench.peer;

import io.parley.bench.relay.RelayMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The relay of this build, alone.
 *
 * @param name {@code parley} for calls as they are, {@code parley-aMS} with another audio window, {@code parley-mMS} with a
 *     merge window for all messages; behind a plus sign another transport, as in {@code parley-a0+epoll}; behind an at sign the congestion
 *     control that players' sockets ask for, as in {@code parley@bbr}: without, the system's
 * @param options of the relay's command
 * @param jvm options of its Java virtual machine
 */
record ParleyPeer(String name, List<String> options, List<String> jvm) implements Peer {

    private static final Pattern NAME = Pattern.compile("parley(?:-([am])(\\d+))?(?:\\+([a-z-]+))?(?:@([a-z]+))?");

    /** Null when the name is none of the relay's. */
    static @Nullable ParleyPeer of(String name, List<String> jvm) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        List<String> options = new ArrayList<>();
        if (matcher.group(1) != null) {
            String window = matcher.group(1).equals("a") ? "audio-window-ms=" : "merge-window-ms=";
            options.addAll(List.of("--set", window + matcher.group(2)));
        }
        if (matcher.group(3) != null) {
            options.addAll(List.of("--transport", matcher.group(3)));
        }
        if (matcher.group(4) != null) {
            options.addAll(List.of("--congestion-control", matcher.group(4)));
        }
        return new ParleyPeer(name, options, jvm);
    }

    @Override
    public String version() {
        return "this build, Java " + Runtime.version() + " " + String.join(" ", jvm);
    }

    @Override
    public LoadedServer start(Path work) throws IOException {
        int port = PeerProcess.freePort();
        List<String> command = new ArrayList<>(JavaCommand.of(jvm, RelayMain.class));
        command.addAll(List.of("--host", PeerProcess.HOST, "--port", Integer.toString(port)));
        command.addAll(options);
        return PeerProcess.start(work, command, port, "http://" + PeerProcess.HOST + ":" + port + "/live/%s.flv");
    }
}

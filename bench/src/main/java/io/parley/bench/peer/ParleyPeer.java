package io.parley.bench.peer;

import io.parley.bench.RelayMain;
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
 * @param name {@code parley}, or {@code parley-MS} for another audio window
 * @param audioWindowMs null for the relay's own choice
 * @param jvm options of its Java virtual machine
 */
record ParleyPeer(String name, @Nullable Integer audioWindowMs, List<String> jvm) implements Peer {

    private static final Pattern NAME = Pattern.compile("parley(?:-(\\d+))?");

    /** Null when the name is none of the relay's. */
    static @Nullable ParleyPeer of(String name, List<String> jvm) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        return new ParleyPeer(name, matcher.group(1) == null ? null : Integer.valueOf(matcher.group(1)), jvm);
    }

    @Override
    public String version() {
        return "this build, Java " + Runtime.version() + " " + String.join(" ", jvm);
    }

    @Override
    public PeerProcess start(Path work) throws IOException {
        int port = PeerProcess.freePort();
        List<String> command = new ArrayList<>(JavaCommand.of(jvm, RelayMain.class));
        command.addAll(List.of("--host", PeerProcess.HOST, "--port", Integer.toString(port)));
        if (audioWindowMs != null) {
            command.addAll(List.of("--audio-window-ms", audioWindowMs.toString()));
        }
        return PeerProcess.start(work, command, port, "http://" + PeerProcess.HOST + ":" + port + "/live/%s.flv");
    }
}

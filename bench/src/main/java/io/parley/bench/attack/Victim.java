package io.parley.bench.attack;

import java.net.URI;
import java.util.List;

/**
 * The server that is attacked.
 *
 * @param host its address
 * @param httpPort of HTTP and signalling
 * @param httpsPort of HTTPS, 0 to leave it out
 * @param mediaPort of RTMP
 * @param attackFrom the local address that attackers connect from; any of 127.0.0.0/8 on Linux
 * @param app an app of the server
 * @param room a room of it in which a call goes on, as an attacker may know it
 */
record Victim(String host, int httpPort, int httpsPort, int mediaPort, String attackFrom, long app, String room) {

    static final String HOST_HEADER = "127.0.0.1";

    URI url() {
        return URI.create("http://" + host + ":" + httpPort);
    }

    /** As words of a command. */
    List<String> arguments() {
        return List.of(
                host,
                Integer.toString(httpPort),
                Integer.toString(httpsPort),
                Integer.toString(mediaPort),
                attackFrom,
                Long.toString(app),
                room);
    }

    /** The reverse of {@link #arguments}. */
    static Victim of(List<String> words) {
        return new Victim(
                words.get(0),
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                Integer.parseInt(words.get(3)),
                words.get(4),
                Long.parseLong(words.get(5)),
                words.get(6));
    }
}

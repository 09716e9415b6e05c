package io.parley.bench.attack;

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
}

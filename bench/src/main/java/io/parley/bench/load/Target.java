package io.parley.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Target of players: the endpoint with its resolved address, and the names of streams there.
 *
 * @param endpoint as given
 * @param address looked up once, not for every player
 * @param names of the streams
 */
record Target(Endpoint endpoint, InetSocketAddress address, StreamNames names) {

    static Target of(Endpoint endpoint, StreamNames names) throws IOException {
        return new Target(endpoint, address(endpoint), names);
    }

    static InetSocketAddress address(Endpoint endpoint) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
    }

    /** The name that an RTMP player asks for. */
    String name(int stream) {
        return names.played(stream, endpoint.streamPattern());
    }

    /** The path that an HTTP player asks for, without the first slash. */
    String path(int stream) {
        return names.played(stream, endpoint.path());
    }
}

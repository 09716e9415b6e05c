package io.parley.bench.load;

import java.util.Locale;

/**
 * Address of a server to publish to or play from.
 *
 * @param protocol how to speak there
 * @param host name or address
 * @param port TCP port
 * @param path what follows host and port, without the first slash: application and perhaps the stream's name, which may hold
 *     {@code %d} for the stream's number and {@code %s} for its name
 */
record Endpoint(Protocol protocol, String host, int port, String path) {

    /** The protocol by which streams are published and played. */
    enum Protocol {
        RTMP("rtmp", 1935),
        HTTP_FLV("http", 80),
        WEBSOCKET_FLV("ws", 80);

        private final String scheme;
        private final int defaultPort;

        Protocol(String scheme, int defaultPort) {
            this.scheme = scheme;
            this.defaultPort = defaultPort;
        }
    }

    static Endpoint of(String url) {
        int colon = url.indexOf("://");
        int slash = url.indexOf('/', colon + 3);
        if (colon < 0 || slash < 0) {
            throw new IllegalArgumentException("no URL with a path: " + url);
        }
        Protocol protocol = protocol(url.substring(0, colon));
        String host = url.substring(colon + 3, slash);
        int port = protocol.defaultPort;
        int portAt = host.lastIndexOf(':');
        if (portAt > host.lastIndexOf(']')) {
            port = Integer.parseInt(host.substring(portAt + 1));
            host = host.substring(0, portAt);
        }
        return new Endpoint(protocol, host, port, url.substring(slash + 1));
    }

    private static Protocol protocol(String scheme) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.scheme.equals(scheme.toLowerCase(Locale.ROOT))) {
                return protocol;
            }
        }
        throw new IllegalArgumentException("neither rtmp, http nor ws: " + scheme);
    }

    /** The application of an RTMP address: all of the path, unless it ends with the name of a stream. */
    String app() {
        int last = path.lastIndexOf('/');
        return path.indexOf('%') < 0 || last < 0 ? path : path.substring(0, last);
    }

    /** The last part of the path when it stands for the stream, else only its name. */
    String streamPattern() {
        return path.indexOf('%') < 0 ? "%s" : path.substring(path.lastIndexOf('/') + 1);
    }

    String authority() {
        return host + ":" + port;
    }

    String tcUrl() {
        return protocol.scheme + "://" + authority() + "/" + app();
    }
}

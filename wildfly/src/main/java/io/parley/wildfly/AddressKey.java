package io.parley.wildfly;

import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** What limits are counted by: an IPv4 address, or the /64 network of an IPv6 address, which one customer has for itself. */
record AddressKey(String text) {

    private static final int NETWORK_BYTES = 8;

    static AddressKey of(HttpServerExchange exchange) {
        InetSocketAddress source = exchange.getSourceAddress();
        InetAddress address = source == null ? null : source.getAddress();
        if (address == null) {
            return new AddressKey("");
        }
        byte[] bytes = address.getAddress();
        return new AddressKey(Arrays.toString(bytes.length > 4 ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
    }
}

package io.parley.wildfly;

import io.undertow.server.HttpServerExchange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key of limits: an IPv4 address, or the /64 network of an IPv6 address, which one customer has for itself. Beside it, for IPv6 alone,
 * the /48 prefix, which is the most that a customer is usually given.
 */
record AddressKey(String text) {

    private static final int NETWORK_BYTES = 8;
    private static final int PREFIX_BYTES = 6;

    static AddressKey of(HttpServerExchange exchange) {
        InetAddress address = source(exchange);
        return address == null ? new AddressKey("") : of(address);
    }

    static AddressKey of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? first(bytes, NETWORK_BYTES) : first(bytes, bytes.length);
    }

    /** The /48 prefix of an IPv6 address; null for IPv4. */
    static @Nullable AddressKey prefixOf(HttpServerExchange exchange) {
        InetAddress address = source(exchange);
        return address == null ? null : prefixOf(address);
    }

    static @Nullable AddressKey prefixOf(InetAddress address) {
        return address instanceof Inet6Address ? first(address.getAddress(), PREFIX_BYTES) : null;
    }

    private static @Nullable InetAddress source(HttpServerExchange exchange) {
        InetSocketAddress source = exchange.getSourceAddress();
        return source == null ? null : source.getAddress();
    }

    private static AddressKey first(byte[] bytes, int count) {
        return new AddressKey(Arrays.toString(Arrays.copyOf(bytes, count)));
    }
}

package io.parley.wildfly;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.NetworkUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reverse proxies whose {@code X-Forwarded-For}, {@code -Proto} and {@code -Host} headers are believed. Each proxy appends the
 * address it saw, so the client is the last address that is not a trusted proxy; what stands before it is the client's own text.
 */
final class TrustedProxies {

    /** Longest literal of an IPv6 address with an IPv4 tail. */
    private static final int MAX_LITERAL = 45;

    private static final HttpString FORWARDED_HOST = new HttpString("X-Forwarded-Host");

    private record Range(byte[] network, int bits) {

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((address[i / 8] & mask) != (network[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Range> ranges = new ArrayList<>();
    private final boolean anyPeer;

    /**
     * @param text addresses and ranges separated by commas, {@code 192.0.2.1,10.0.0.0/8}
     * @param anyPeer whether every peer is believed
     * @throws IllegalArgumentException if a part is no address or range
     */
    TrustedProxies(String text, boolean anyPeer) {
        this.anyPeer = anyPeer;
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                ranges.add(range(part.strip()));
            }
        }
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        byte[] network = address(slash < 0 ? text : text.substring(0, slash));
        int bits = -1;
        if (network != null) {
            String given = slash < 0 ? Integer.toString(network.length * 8) : text.substring(slash + 1);
            bits = given.matches("\\d{1,3}") ? Integer.parseInt(given) : -1;
        }
        if (network == null || bits < 0 || bits > network.length * 8) {
            throw new IllegalArgumentException("parley.proxies: " + text + " is no address or range");
        }
        return new Range(network, bits);
    }

    /** Gives the exchange the client's address, scheme and host if its peer is a trusted proxy. */
    void apply(HttpServerExchange exchange) {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        if (peer == null || !isProxy(peer.getAddress())) {
            return;
        }
        HeaderMap headers = exchange.getRequestHeaders();
        byte[] client = client(headers.get(Headers.X_FORWARDED_FOR));
        if (client != null) {
            exchange.setSourceAddress(new InetSocketAddress(inet(client), 0));
        }
        String scheme = headers.getLast(Headers.X_FORWARDED_PROTO);
        if ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme)) {
            exchange.setRequestScheme(scheme.toLowerCase(java.util.Locale.ROOT));
        }
        String host = headers.getLast(FORWARDED_HOST);
        if (host != null && host.matches("[A-Za-z0-9.\\-:\\[\\]]{1,255}")) {
            headers.put(Headers.HOST, host);
        }
    }

    private boolean isProxy(byte[] address) {
        return anyPeer || isListed(address);
    }

    private boolean isListed(byte[] address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** The last address that is not a listed proxy's; null if there is none, or none that can be read. */
    private byte @Nullable [] client(@Nullable HeaderValues fields) {
        if (fields == null) {
            return null;
        }
        String[] hops = String.join(",", fields).split(",");
        for (int i = hops.length - 1; i >= 0; i--) {
            byte[] hop = address(withoutPort(hops[i].strip()));
            if (hop == null || !isListed(hop)) {
                return hop;
            }
        }
        return null;
    }

    /** Some proxies append the port, and then put IPv6 in brackets. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon < 0 || colon != hop.lastIndexOf(':') ? hop : hop.substring(0, colon);
    }

    /** Never asks a name server. */
    private static byte @Nullable [] address(String literal) {
        if (literal.isEmpty() || literal.length() > MAX_LITERAL) {
            return null;
        }
        try {
            return literal.indexOf(':') >= 0
                    ? NetworkUtils.parseIpv6Address(literal).getAddress()
                    : NetworkUtils.parseIpv4Address(literal).getAddress();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static InetAddress inet(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (IOException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }
}

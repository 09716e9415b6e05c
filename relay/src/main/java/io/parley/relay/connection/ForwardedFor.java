package io.parley.relay.connection;

import io.netty.channel.Channel;
import io.parley.relay.config.TrustedProxies;
import io.parley.relay.hub.RemoteAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code X-Forwarded-For}: each proxy adds whom it saw at the end, so only the end can be believed. */
public final class ForwardedFor {

    private ForwardedFor() {}

    /**
     * Takes the client's address from a trusted proxy; other peers are not believed.
     *
     * @param fields the values of all such headers, in order
     * @return false when there is no room for another connection of that client; then this one is closed
     */
    public static boolean hear(Channel channel, List<String> fields, TrustedProxies proxies) {
        if (fields.isEmpty() || !proxies.contains(RemoteAddress.inet(channel))) {
            return true;
        }
        InetAddress client = client(fields, proxies);
        return client == null || TrackedConnection.knownAs(channel, client);
    }

    /** The last address that is no trusted proxy's; null when there is none before something that is no address. */
    static @Nullable InetAddress client(List<String> fields, TrustedProxies proxies) {
        String[] hops = String.join(",", fields).split(",");
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress hop = AddressKey.parse(withoutPort(hops[i].strip()));
            if (hop == null || !proxies.contains(hop)) {
                return hop;
            }
        }
        return null;
    }

    /** Some proxies add the port, and then put IPv6 in brackets. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon < 0 || colon != hop.lastIndexOf(':') ? hop : hop.substring(0, colon);
    }
}

package io.parley.web.proxy;

import io.parley.persistence.app.AddressRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reverse proxies whose {@code X-Forwarded-*} headers are believed. Each proxy appends the address it saw, so the client is the last
 * address that is not a trusted proxy; what stands before it is the client's own text.
 *
 * @param ranges the proxies
 * @param anyPeer whether every peer is believed
 */
record TrustedHops(List<AddressRange> ranges, boolean anyPeer) {

    /**
     * @param text addresses and ranges separated by commas, {@code none} for none
     * @throws IllegalArgumentException if a part is no address or range
     */
    static TrustedHops parse(String text, boolean anyPeer) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String part : text.strip().equals("none") ? new String[0] : text.split(",")) {
            if (!part.isBlank()) {
                ranges.add(AddressRange.parse(part.strip())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "parley.proxies: " + part.strip() + " is no address or range")));
            }
        }
        return new TrustedHops(ranges, anyPeer);
    }

    boolean isProxy(String address) {
        return anyPeer || isListed(address);
    }

    private boolean isListed(String address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** The last address that is not a listed proxy's; null if there is none, or none that can be read. */
    @Nullable
    String client(Iterable<String> forwardedFor) {
        String[] all = String.join(",", forwardedFor).split(",");
        for (int i = all.length - 1; i >= 0; i--) {
            String hop = withoutPort(all[i].strip());
            if (AddressRange.parse(hop).isEmpty()) {
                return null;
            }
            if (!isListed(hop)) {
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
}

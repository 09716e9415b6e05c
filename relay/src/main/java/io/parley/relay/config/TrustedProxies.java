package io.parley.relay.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The peers that are believed when they say on whose behalf they connect. Immutable. */
public final class TrustedProxies {

    /** No proxy is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<IpSubnetFilterRule> ranges;

    private TrustedProxies(List<IpSubnetFilterRule> ranges) {
        this.ranges = ranges;
    }

    /**
     * @param ranges addresses like {@code 10.0.0.7} or {@code fd00::7}, and ranges like {@code 10.0.0.0/8}
     * @throws IllegalArgumentException in words for an operator
     */
    public static TrustedProxies of(List<String> ranges) {
        List<IpSubnetFilterRule> rules = new ArrayList<>();
        for (String range : ranges) {
            rules.add(rule(range.strip()));
        }
        return new TrustedProxies(List.copyOf(rules));
    }

    private static IpSubnetFilterRule rule(String range) {
        int slash = range.indexOf('/');
        InetAddress address =
                NetUtil.createInetAddressFromIpAddressString(slash < 0 ? range : range.substring(0, slash));
        if (address == null) {
            throw unusable(range, null);
        }
        int all = address.getAddress().length * 8;
        try {
            int prefix = slash < 0 ? all : Integer.parseInt(range.substring(slash + 1));
            if (prefix < 0 || prefix > all) {
                throw unusable(range, null);
            }
            return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
        } catch (NumberFormatException e) {
            throw unusable(range, e);
        }
    }

    private static IllegalArgumentException unusable(String range, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "a trusted proxy must be an address or a range such as 10.0.0.0/8, not \"" + range + "\"", cause);
    }

    /** True when this peer is believed. */
    public boolean contains(@Nullable InetAddress address) {
        if (address == null || ranges.isEmpty()) {
            return false;
        }
        InetSocketAddress peer = new InetSocketAddress(address, 0);
        return ranges.stream().anyMatch(range -> range.matches(peer));
    }
}

package io.parley.relay.connection;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The part of an address by which it is counted: all of an IPv4 address; of an IPv6 address the first 56 bits, which is what one site is given. By 64 bits
 * it would count as 256 addresses.
 */
final class AddressKey {

    private static final int SITE_BYTES = 7;

    private AddressKey() {}

    static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        long key = 0;
        for (int i = 0; i < (address instanceof Inet4Address ? 4 : SITE_BYTES); i++) {
            key = key << 8 | (bytes[i] & 0xFF);
        }
        // No IPv6 network that is given out begins with the 24 zero bits of an IPv4 key.
        return key;
    }

    /** The address that is written so, without asking any name server; null when it is none. */
    static @Nullable InetAddress parse(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text);
    }
}

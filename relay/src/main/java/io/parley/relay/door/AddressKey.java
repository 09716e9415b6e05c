package io.parley.relay.door;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What addresses are counted by: all of an IPv4 address; of an IPv6 address the first 64 bits, which one customer has. */
final class AddressKey {

    private AddressKey() {}

    static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        long key = 0;
        // No IPv6 network that is given out begins with the 32 zero bits of an IPv4 key.
        for (int i = 0; i < (address instanceof Inet4Address ? 4 : 8); i++) {
            key = key << 8 | (bytes[i] & 0xFF);
        }
        return key;
    }

    /** The address that is written so, without asking any name server; null when it is none. */
    static @Nullable InetAddress parse(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text);
    }
}

package io.parley.persistence.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address, or all addresses that begin alike, as {@code 192.0.2.0/24}: what the database reads as a cidr. */
public record AddressRange(String text) {

    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    /** An IPv6 address has no more characters, a zone left out. */
    private static final int LONGEST = 45;

    /** By its address, optionally followed by a slash and a number of bits; what comes after those bits does not matter. */
    public static Optional<AddressRange> parse(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        byte[] bytes = bytes(slash < 0 ? text : text.substring(0, slash));
        if (bytes == null) {
            return Optional.empty();
        }
        String bits = slash < 0 ? Integer.toString(bytes.length * 8) : text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > bytes.length * 8) {
            return Optional.empty();
        }
        return Optional.of(new AddressRange(masked(bytes, Integer.parseInt(bits))));
    }

    /** Tells whether this address is one of them; none is where it cannot be read. */
    public boolean contains(String address) {
        int zone = address.indexOf('%');
        String bits = text.substring(text.indexOf('/'));
        return parse((zone < 0 ? address : address.substring(0, zone)) + bits)
                .filter(this::equals)
                .isPresent();
    }

    /** A client's address as the database compares it, null when it is not known. */
    public static @Nullable String host(String address) {
        int zone = address.indexOf('%');
        byte[] bytes = bytes(zone < 0 ? address : address.substring(0, zone));
        return bytes == null ? null : masked(bytes, bytes.length * 8);
    }

    /** Bits of the network that one subscriber has in IPv6; every address in it is the subscriber's to choose. */
    private static final int SUBSCRIBER = 64;

    /**
     * The part of an address that is counted as one client: an IPv4 address, or an IPv6 address's /64; the text itself where it is no
     * address.
     */
    public static String client(String address) {
        int zone = address.indexOf('%');
        byte[] bytes = bytes(zone < 0 ? address : address.substring(0, zone));
        return bytes == null || bytes.length == 4 ? address : masked(bytes, SUBSCRIBER);
    }

    /** Never asks a name server. */
    private static byte @Nullable [] bytes(String address) {
        boolean literal = IPV4.matcher(address).matches()
                || address.indexOf(':') >= 0 && address.length() <= LONGEST && address.matches("[0-9a-fA-F:.]+");
        try {
            return literal ? InetAddress.getByName(address).getAddress() : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String masked(byte[] bytes, int bits) {
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - i * 8));
            bytes[i] &= (byte) (0xff << (8 - kept));
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.parley.relay.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.relay.gate.MediaRequest;
import io.parley.relay.gate.PlaybackStart;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which stream a client means, however it spelled it, and the ticket it brought.
 *
 * @param key the one spelling of the key: no application, prefix, suffix, query or percent signs
 * @param ticket null when there was none
 * @param firstFrame the beginning that the client wants, or null when it has not said
 */
public record StreamAddress(
        String key, @Nullable String ticket, @Nullable PlaybackStart firstFrame) {

    /** The only application there is, the first part of every path. */
    public static final String APP = "live";

    /** Longest key, in UTF-8 bytes, without the part that names the customer's application. */
    static final int MAX_KEY = 512;

    private static final String TICKET = "ticket=";
    private static final String SUFFIX = ".flv";

    /**
     * @param path the whole path with the application, not decoded; double and outer slashes do not count
     * @param queries hold the ticket and {@code first}, the first find of each counts
     * @return null when this is no address of a stream
     */
    public static @Nullable StreamAddress of(String path, @Nullable String... queries) {
        List<String> parts = parts(path);
        if (parts.size() < 2 || !parts.get(0).equals(APP)) {
            return null;
        }
        String key = decode(cutSuffix(String.join("/", parts.subList(1, parts.size()))));
        if (!isKey(key)) {
            return null;
        }
        return new StreamAddress(key, parameter(TICKET, queries), PlaybackStart.of(parameter("first=", queries)));
    }

    private static @Nullable String parameter(String prefix, @Nullable String... queries) {
        for (String query : queries) {
            String value = query == null ? null : value(prefix, query);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** True when a client may connect to this application path at all. */
    public static boolean isApp(String path) {
        List<String> parts = parts(path);
        return !parts.isEmpty() && parts.get(0).equals(APP);
    }

    /** True when a ticket is part of this path, where it does not count: a client wrote {@code &ticket=} for {@code ?ticket=}. */
    public static boolean hasTicket(String path) {
        return decode(path).toLowerCase(Locale.ROOT).contains(TICKET);
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static String cutSuffix(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static boolean isKey(String key) {
        return !key.isEmpty()
                && key.getBytes(UTF_8).length <= MAX_KEY
                && key.chars().noneMatch(Character::isISOControl);
    }

    private static @Nullable String value(String prefix, String query) {
        for (String pair : query.split("&")) {
            if (pair.startsWith(prefix)) {
                return decode(pair.substring(prefix.length()));
            }
        }
        return null;
    }

    /** Percent decoding that takes a stray percent sign for itself and a plus for a plus. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
            decoded.write(value < 0 ? bytes[i] : value);
            i += value < 0 ? 0 : 2;
        }
        return decoded.toString(UTF_8);
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }

    /** Leaves the ticket out. */
    @Override
    public String toString() {
        return "StreamAddress[" + MediaRequest.printable(key) + "]";
    }
}

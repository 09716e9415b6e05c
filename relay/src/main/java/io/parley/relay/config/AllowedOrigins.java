package io.parley.relay.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The pages whose scripts may play. Players that are no browsers send no origin and are not meant. Immutable. */
public final class AllowedOrigins {

    /** Any page. */
    public static final AllowedOrigins ANY = new AllowedOrigins(List.of());

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#@\\s]+");

    private final List<String> origins;

    private AllowedOrigins(List<String> origins) {
        this.origins = origins;
    }

    /**
     * @param origins as browsers send them, like {@code https://example.org}; none for any
     * @throws IllegalArgumentException in words for an operator
     */
    public static AllowedOrigins of(List<String> origins) {
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "an origin must look like https://example.org or http://localhost:8080, not \"" + origin
                                + "\"");
            }
        }
        return new AllowedOrigins(
                origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList());
    }

    /** True when a request with this origin, or with none, may go on. */
    public boolean allows(@Nullable String origin) {
        return origin == null || origins.isEmpty() || origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** The header lines that let the page read the answer, or do not. */
    public String headers(@Nullable String origin) {
        if (origins.isEmpty()) {
            return "Access-Control-Allow-Origin: *\r\n";
        }
        // The one from the list, so that nothing the client has sent goes into a header.
        int known = origin == null ? -1 : origins.indexOf(origin.toLowerCase(Locale.ROOT));
        return (known < 0 ? "" : "Access-Control-Allow-Origin: " + origins.get(known) + "\r\n") + "Vary: Origin\r\n";
    }
}

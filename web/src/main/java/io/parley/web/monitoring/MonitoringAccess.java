package io.parley.web.monitoring;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.RequestOrigin;
import io.parley.persistence.app.AddressRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Decides who reads metrics and the details of health: clients at certain addresses, and system administrators who are signed in. */
@ApplicationScoped
public class MonitoringAccess {

    private static final String SETTING = "parley.metrics.from";
    private static final String LOOPBACK = "127.0.0.0/8,::1";

    /** Instead of a list, for nobody. */
    private static final String NONE = "none";

    private static final List<AddressRange> ON_THIS_MACHINE = ranges(LOOPBACK);

    private final List<AddressRange> from;
    private final RequestOrigin origin;

    /**
     * @param from addresses and networks separated by commas, or {@code none}
     * @throws IllegalArgumentException if a part is neither
     */
    @Inject
    public MonitoringAccess(
            @ConfigProperty(name = SETTING, defaultValue = LOOPBACK) String from, RequestOrigin origin) {
        this.from = ranges(from);
        this.origin = origin;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected MonitoringAccess() {
        this(NONE, null);
    }

    private static List<AddressRange> ranges(String text) {
        return text.equals(NONE)
                ? List.of()
                : Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(part -> AddressRange.parse(part)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        SETTING + ": " + part + " is no address or network")))
                        .toList();
    }

    /** Fails where the setting cannot be read; without a request. */
    void requireReadable() {
        // the constructor has read it
    }

    boolean isGranted(HttpServletRequest request) {
        boolean forwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        return isGranted(request.getRemoteAddr(), forwarded);
    }

    /**
     * Decides by the address, then by the session that the filter in front has found open.
     *
     * @param forwarded whether a proxy handed the request over: it then comes from elsewhere, even if a proxy on this machine that nobody
     *     has named makes it look as if it came from here
     */
    boolean isGranted(String address, boolean forwarded) {
        return isIn(from, address) && !(forwarded && isIn(ON_THIS_MACHINE, address))
                || origin.roles().contains(Roles.SYSTEM_ADMIN);
    }

    private static boolean isIn(List<AddressRange> ranges, String address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}

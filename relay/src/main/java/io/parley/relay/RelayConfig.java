package io.parley.relay;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a relay listens, and its settings. Immutable. */
public final class RelayConfig {

    private final String host;
    private final int port;
    private final @Nullable Transport transport;
    private final Map<RelaySetting, Integer> settings;

    private RelayConfig(String host, int port, @Nullable Transport transport, Map<RelaySetting, Integer> settings) {
        this.host = host;
        this.port = port;
        this.transport = transport;
        this.settings = settings;
    }

    /**
     * Every setting at its value for calls.
     *
     * @param host address to bind
     * @param port media port, 0 for any free one
     */
    public static RelayConfig forCalls(String host, int port) {
        Map<RelaySetting, Integer> settings = new EnumMap<>(RelaySetting.class);
        for (RelaySetting setting : RelaySetting.values()) {
            settings.put(setting, setting.standard());
        }
        return new RelayConfig(host, port, null, settings);
    }

    /** The same with another value; throws IllegalArgumentException, in words for an operator, when it is out of range. */
    public RelayConfig with(RelaySetting setting, int value) {
        Map<RelaySetting, Integer> changed = new EnumMap<>(settings);
        changed.put(setting, setting.checked(value));
        return new RelayConfig(host, port, transport, changed);
    }

    /** The same on this transport, whether or not there is a better one. */
    public RelayConfig with(Transport wanted) {
        return new RelayConfig(host, port, wanted, settings);
    }

    /** Null to take the best there is. */
    @Nullable
    Transport transport() {
        return transport;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** The value of a setting. Not for every message: keep it where it is used that often. */
    public int get(RelaySetting setting) {
        return settings.getOrDefault(setting, setting.standard());
    }
}

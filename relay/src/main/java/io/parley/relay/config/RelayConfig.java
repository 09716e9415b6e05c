package io.parley.relay.config;

import io.parley.relay.transport.CongestionControl;
import io.parley.relay.transport.Transport;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A relay's address and settings. Immutable. */
public final class RelayConfig {

    /** Judges a link by its round trip and not by its losses. */
    private static final String CONGESTION_CONTROL = "bbr";

    private final String host;
    private final int port;
    private final @Nullable Transport transport;
    private final Map<RelaySetting, Integer> settings;
    private final TrustedProxies proxies;
    private final @Nullable TlsFiles tls;
    private final AllowedOrigins origins;
    private final @Nullable Path recordings;
    private final String congestionControl;

    private RelayConfig(
            String host,
            int port,
            @Nullable Transport transport,
            Map<RelaySetting, Integer> settings,
            TrustedProxies proxies,
            @Nullable TlsFiles tls,
            AllowedOrigins origins,
            @Nullable Path recordings,
            String congestionControl) {
        this.host = host;
        this.port = port;
        this.transport = transport;
        this.settings = settings;
        this.proxies = proxies;
        this.tls = tls;
        this.origins = origins;
        this.recordings = recordings;
        this.congestionControl = congestionControl;
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
        return new RelayConfig(
                host, port, null, settings, TrustedProxies.NONE, null, AllowedOrigins.ANY, null, CONGESTION_CONTROL);
    }

    /** The same with another value; throws IllegalArgumentException, in words for an operator, when it is out of range. */
    public RelayConfig with(RelaySetting setting, int value) {
        Map<RelaySetting, Integer> changed = new EnumMap<>(settings);
        changed.put(setting, setting.checked(value));
        return new RelayConfig(host, port, transport, changed, proxies, tls, origins, recordings, congestionControl);
    }

    /** The same on this transport, whether or not there is a better one. */
    public RelayConfig with(Transport wanted) {
        return new RelayConfig(host, port, wanted, settings, proxies, tls, origins, recordings, congestionControl);
    }

    /**
     * The same with these peers believed when they say on whose behalf they connect, by the PROXY protocol or {@code
     * X-Forwarded-For}. They are not limited as addresses themselves.
     *
     * @param ranges addresses like {@code 10.0.0.7} or {@code fd00::7}, and ranges like {@code 10.0.0.0/8}
     * @throws IllegalArgumentException in words for an operator, when one is neither
     */
    public RelayConfig withProxies(List<String> ranges) {
        return new RelayConfig(
                host,
                port,
                transport,
                settings,
                TrustedProxies.of(ranges),
                tls,
                origins,
                recordings,
                congestionControl);
    }

    /**
     * The same with TLS on the media port, beside what is not encrypted. The files are read when the relay starts and again
     * when they change.
     *
     * @param chain PEM: the certificate, then those that signed it
     * @param key PEM: its private key, PKCS#8, not encrypted
     */
    public RelayConfig withTls(Path chain, Path key) {
        return new RelayConfig(
                host,
                port,
                transport,
                settings,
                proxies,
                new TlsFiles(chain, key),
                origins,
                recordings,
                congestionControl);
    }

    /** Null when TLS is not offered. */
    @Nullable
    public TlsFiles tls() {
        return tls;
    }

    /**
     * The same with only these pages' scripts allowed to play by HTTP-FLV and WebSocket-FLV. Players that are no browsers send no
     * origin and are not affected: this keeps other sites from using your media, the ticket keeps people out.
     *
     * @param allowed as browsers send them, like {@code https://example.org}; none for any
     * @throws IllegalArgumentException in words for an operator, when one is no origin
     */
    public RelayConfig withOrigins(List<String> allowed) {
        return new RelayConfig(
                host,
                port,
                transport,
                settings,
                proxies,
                tls,
                AllowedOrigins.of(allowed),
                recordings,
                congestionControl);
    }

    /** The same with publications written there as FLV that the gate wants recorded. Made when the relay starts. */
    public RelayConfig withRecordings(Path directory) {
        return new RelayConfig(host, port, transport, settings, proxies, tls, origins, directory, congestionControl);
    }

    /**
     * The same with sockets of players that ask for this congestion control; {@code system} for none.
     *
     * @throws IllegalArgumentException in words for an operator, when it is no name of one
     */
    public RelayConfig withCongestionControl(String name) {
        return new RelayConfig(
                host, port, transport, settings, proxies, tls, origins, recordings, CongestionControl.checked(name));
    }

    /** The name of the one that sockets of players ask for. */
    public String congestionControl() {
        return congestionControl;
    }

    /** Null when nothing can be recorded. */
    @Nullable
    public Path recordings() {
        return recordings;
    }

    /** Whose scripts may play. */
    public AllowedOrigins origins() {
        return origins;
    }

    /** The proxies that are believed to speak for their clients. */
    public TrustedProxies proxies() {
        return proxies;
    }

    /** Null to take the best there is. */
    @Nullable
    public Transport transport() {
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

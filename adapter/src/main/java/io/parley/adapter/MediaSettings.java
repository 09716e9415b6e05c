package io.parley.adapter;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;
import io.parley.relay.transport.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The relay's settings as the operator gave them: the system property {@code parley.media.<name>}, else the environment's
 * {@code PARLEY_MEDIA_<NAME>}, as MicroProfile Config would look for them.
 */
final class MediaSettings {

    private static final String PREFIX = "parley.media.";

    private final Properties properties;
    private final Map<String, String> environment;

    MediaSettings(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** The address to bind. */
    String host() {
        return find("host").orElse("0.0.0.0");
    }

    /** The port of RTMP, HTTP-FLV and WebSocket-FLV; throws IllegalArgumentException, in words, for what is no port. */
    int port() {
        return number("port", find("port").orElse("1935"));
    }

    /** The configuration with what is set; throws IllegalArgumentException, in words, for what makes no sense. */
    RelayConfig applyTo(RelayConfig standard) {
        RelayConfig config = standard;
        for (RelaySetting setting : RelaySetting.values()) {
            Optional<String> text = find(setting.key());
            if (text.isPresent()) {
                config = config.with(setting, number(setting.key(), text.get()));
            }
        }
        Optional<String> transport = find("transport");
        if (transport.isPresent()) {
            config = config.with(Transport.of(transport.get()));
        }
        Optional<String> congestionControl = find("congestion-control");
        if (congestionControl.isPresent()) {
            config = config.withCongestionControl(congestionControl.get());
        }
        // Of the media port alone, or those in front of everything.
        Optional<String> proxies = find("proxies").or(() -> lookUp("parley.proxies"));
        if (proxies.isPresent()) {
            config = config.withProxies(List.of(proxies.get().split("\\s*,\\s*")));
        }
        Optional<String> origins = find("origins");
        if (origins.isPresent()) {
            config = config.withOrigins(List.of(origins.get().split("\\s*,\\s*")));
        }
        Optional<Path> recordings = recordings();
        if (recordings.isPresent()) {
            config = config.withRecordings(recordings.get());
        }
        Optional<String> chain = find("tls-certificate");
        Optional<String> key = find("tls-key");
        if (chain.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("tls-certificate and tls-key belong together, one is missing");
        }
        return chain.isPresent() ? config.withTls(Path.of(chain.get()), Path.of(key.get())) : config;
    }

    /** Beside the other data when nothing else is said. */
    private Optional<Path> recordings() {
        return find("recordings")
                .map(Path::of)
                .or(() -> lookUp("parley.data-dir").map(data -> Path.of(data, "recordings")))
                .or(() -> lookUp("jboss.server.data.dir").map(data -> Path.of(data, "parley", "recordings")));
    }

    private static int number(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, not \"" + text + "\"", e);
        }
    }

    private Optional<String> find(String name) {
        return lookUp(PREFIX + name);
    }

    private Optional<String> lookUp(String key) {
        String text = properties.getProperty(key);
        if (text == null) {
            text = environment.get(key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
        }
        return Optional.ofNullable(text).map(String::strip).filter(given -> !given.isEmpty());
    }
}

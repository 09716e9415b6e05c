package io.parley.ejb.stream;

import io.parley.persistence.id.StreamKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the relay is, as clients see it. */
@ApplicationScoped
public class MediaAddress {

    /** The ways to one stream. */
    public record Urls(String rtmp, String flv, String wsFlv) {}

    @Inject
    @ConfigProperty(name = "parley.public-host", defaultValue = "127.0.0.1")
    @SuppressWarnings("NullAway.Init")
    private String host;

    @Inject
    @ConfigProperty(name = "parley.media.port", defaultValue = "1935")
    private int mediaPort;

    @Inject
    @ConfigProperty(name = "parley.public-media-port")
    @SuppressWarnings("NullAway.Init")
    private Optional<Integer> publicPort;

    public Urls urls(StreamKey key, String ticket) {
        String place = "://" + host + ":" + publicPort.orElse(mediaPort) + "/live/" + key;
        String query = "?ticket=" + ticket;
        return new Urls("rtmp" + place + query, "http" + place + ".flv" + query, "ws" + place + ".flv" + query);
    }
}

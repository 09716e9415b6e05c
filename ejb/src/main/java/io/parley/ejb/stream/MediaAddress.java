package io.parley.ejb.stream;

import io.parley.ejb.stream.Ticket.Direction;
import io.parley.persistence.id.StreamKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Address of the relay as clients see it. */
@ApplicationScoped
public class MediaAddress {

    /**
     * The ways to one stream.
     *
     * @param flv null for publishers: a request brings no stream
     * @param wsFlv where browsers play, or where they publish
     */
    public record Urls(String rtmp, @Nullable String flv, String wsFlv) {}

    private final String host;
    private final int mediaPort;
    private final Optional<Integer> publicPort;
    private final boolean tls;

    @Inject
    public MediaAddress(
            @ConfigProperty(name = "parley.public-host", defaultValue = "127.0.0.1") String host,
            @ConfigProperty(name = "parley.media.port", defaultValue = "1935") int mediaPort,
            @ConfigProperty(name = "parley.public-media-port") Optional<Integer> publicPort,
            @ConfigProperty(name = "parley.public-media-tls", defaultValue = "false") boolean tls) {
        this.host = host;
        this.mediaPort = mediaPort;
        this.publicPort = publicPort;
        this.tls = tls;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected MediaAddress() {
        this(null, 0, null, false);
    }

    /** The direction is the ticket's. */
    public Urls urls(StreamKey key, Direction direction, String ticket) {
        String place = "://" + host + ":" + publicPort.orElse(mediaPort);
        String query = "?ticket=" + ticket;
        String secure = tls ? "s" : "";
        String rtmp = "rtmp" + place + "/live/" + key + query;
        return switch (direction) {
            case PUBLISH -> new Urls(rtmp, null, "ws" + secure + place + "/publish/" + key + ".flv" + query);
            case PLAY -> {
                String path = place + "/live/" + key + ".flv" + query;
                yield new Urls(rtmp, "http" + secure + path, "ws" + secure + path);
            }
        };
    }
}

package io.parley.ejb.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.parley.adapter.api.MediaStatistics;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The relay's figures, read when they are asked for. No user, stream or address is named: metrics are not protected the way records
 * are.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MediaMetrics {

    private static final MediaStatistics NOTHING = new MediaStatistics("", 0, 0, 0, 0, Map.of(), 0, 0, 0);

    private final MeterRegistry registry;
    private final RelayControl relay;

    @Inject
    public MediaMetrics(MeterRegistry registry, RelayControl relay) {
        this.registry = registry;
        this.relay = relay;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public MediaMetrics() {
        this(null, null);
    }

    @PostConstruct
    void register() {
        gauge("parley.media.publications", Tags.empty(), MediaStatistics::publications);
        gauge("parley.media.playbacks", Tags.empty(), MediaStatistics::playbacks);
        gauge("parley.media.connections", Tags.empty(), MediaStatistics::connections);
        gauge("parley.media.connections.accepted", Tags.empty(), MediaStatistics::accepted);
        gauge("parley.media.requests.refused", Tags.empty(), MediaStatistics::refused);
        gauge("parley.media.received.bytes", Tags.empty(), MediaStatistics::bytesIn);
        gauge("parley.media.sent.bytes", Tags.empty(), MediaStatistics::bytesOut);
        for (String reason : totals().closed().keySet()) {
            gauge("parley.media.connections.closed", Tags.of("reason", reason), totals -> totals.closed()
                    .getOrDefault(reason, 0L));
        }
    }

    private void gauge(String name, Tags tags, ToDoubleFunction<MediaStatistics> figure) {
        Gauge.builder(name, () -> figure.applyAsDouble(totals())).tags(tags).register(registry);
    }

    private MediaStatistics totals() {
        return relay.totals().orElse(NOTHING);
    }
}

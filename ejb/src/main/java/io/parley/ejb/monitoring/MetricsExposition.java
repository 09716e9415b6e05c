package io.parley.ejb.monitoring;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes the present value of every metric in a text form of Prometheus. */
@ApplicationScoped
public class MetricsExposition {

    /** All metrics as text. */
    public record Page(String contentType, byte[] text) {}

    private static final int USUAL_SIZE = 32_768;

    private final PrometheusMeterRegistry registry;

    @Inject
    public MetricsExposition(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected MetricsExposition() {
        this(null);
    }

    /** @param accept the header of that name, null for none: OpenMetrics for whoever asks for it, else Prometheus' own form */
    public Page page(@Nullable String accept) {
        // Not by findWriter: it takes whoever knows protocol buffers for one who wants them.
        ExpositionFormats formats = ExpositionFormats.init();
        String contentType = formats.getOpenMetricsTextFormatWriter().accepts(accept)
                ? formats.getOpenMetricsTextFormatWriter().getContentType()
                : formats.getPrometheusTextFormatWriter().getContentType();
        ByteArrayOutputStream text = new ByteArrayOutputStream(USUAL_SIZE);
        try {
            registry.scrape(text, contentType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(contentType, text.toByteArray());
    }
}

package io.parley.ejb.monitoring;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Hands out the one registry of metrics, which has those of the JVM from the beginning. */
@ApplicationScoped
public class MeterRegistryProducer {

    @Produces
    @Singleton
    public PrometheusMeterRegistry registry(JvmGcMetrics collections) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List<MeterBinder> binders = List.of(
                collections,
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        binders.forEach(each -> each.bindTo(registry));
        return registry;
    }

    /** Listens to the collector until the application ends. */
    @Produces
    @Singleton
    public JvmGcMetrics collections() {
        return new JvmGcMetrics();
    }

    void close(@Disposes JvmGcMetrics collections) {
        collections.close();
    }

    void close(@Disposes PrometheusMeterRegistry registry) {
        registry.close();
    }
}

package io.parley.ejb.quality;

import io.parley.adapter.api.PlaybackStatistics;
import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.log.ServiceLogger;
import io.parley.ejb.quality.ClientReports.Report;
import io.parley.ejb.quality.LatestStatistics.Finished;
import io.parley.ejb.stream.RelayControl;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.quality.MediaSide;
import io.parley.persistence.quality.QualitySample;
import io.parley.persistence.quality.QualitySample.LiveMedia;
import io.parley.persistence.quality.QualitySampleRepository.StreamOfStay;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes every few seconds how all media of this server was doing: one question to the relay, which answers from its counters, and one
 * batch. What cannot be written is lost; no call and no medium waits for it.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class QualitySampler {

    private static final ServiceLogger LOG = ServiceLogger.of(QualitySampler.class);

    /** Rows of one look; the rest is left out. */
    private static final int MOST_ROWS = 40_000;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private TimerService timers;

    private final QualityRecords records;
    private final ClientReports reports;
    private final LatestStatistics last;
    private final RelayControl relay;
    private final Clock clock;
    private final NodeStatus node;
    private final int everyMs;

    private final QualityWindows windows = new QualityWindows();
    private boolean failing;

    @Inject
    public QualitySampler(
            QualityRecords records,
            ClientReports reports,
            LatestStatistics last,
            RelayControl relay,
            Clock clock,
            NodeStatus node,
            @ConfigProperty(name = "parley.quality-sample-ms", defaultValue = "10000") int everyMs) {
        this.records = records;
        this.reports = reports;
        this.last = last;
        this.relay = relay;
        this.clock = clock;
        this.node = node;
        this.everyMs = everyMs;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public QualitySampler() {
        this(null, null, null, null, null, null, 0);
    }

    @PostConstruct
    void begin() {
        if (everyMs > 0) {
            timers.createIntervalTimer(everyMs, everyMs, new TimerConfig(null, false));
        }
    }

    @Timeout
    public void look() {
        List<Report> fromClients = reports.drain();
        if (!node.isReady()) {
            return;
        }
        try {
            List<QualitySample> samples = new ArrayList<>(fromRelay());
            samples.addAll(fromClients(fromClients));
            if (!samples.isEmpty()) {
                records.add(samples.subList(0, Math.min(samples.size(), MOST_ROWS)));
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.samplesNotStored(e);
            }
            failing = true;
        }
    }

    private List<QualitySample> fromRelay() {
        List<PublicationStatistics> pushes = relay.publications();
        List<PlaybackStatistics> pulls = relay.playbacks();
        List<QualitySample> samples = windows.next(
                pushes,
                pushes.isEmpty() ? Map.of() : records.publications(),
                pulls,
                pulls.isEmpty() ? Map.of() : records.playbacks());
        List<Finished> ended = last.drain();
        samples.addAll(windows.last(
                ended,
                records.ended(MediaSide.PUBLISH, ids(ended, MediaSide.PUBLISH)),
                records.ended(MediaSide.PLAY, ids(ended, MediaSide.PLAY)),
                clock.instant()));
        return samples;
    }

    private static List<Long> ids(List<Finished> ended, MediaSide side) {
        return ended.stream()
                .filter(each -> each.side() == side)
                .map(each -> each.end().id())
                .toList();
    }

    /** Leaves out reports of media that is not, or no longer, the client's own. */
    private List<QualitySample> fromClients(List<Report> told) {
        if (told.isEmpty()) {
            return List.of();
        }
        Map<StreamOfStay, LiveMedia> live = records.ofStays(
                told.stream().map(each -> each.stream().stayId()).collect(Collectors.toSet()));
        List<QualitySample> samples = new ArrayList<>();
        for (Report each : told) {
            LiveMedia media = live.get(each.stream());
            if (media != null) {
                samples.add(new QualitySample(media, true, each.sums()));
            }
        }
        return samples;
    }
}

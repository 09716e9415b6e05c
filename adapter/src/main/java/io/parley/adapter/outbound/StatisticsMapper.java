package io.parley.adapter.outbound;

import io.parley.adapter.api.MediaStatistics;
import io.parley.adapter.api.PlaybackStatistics;
import io.parley.adapter.api.PublicationStatistics;
import io.parley.relay.RelayServer;
import io.parley.relay.statistics.CloseReason;
import io.parley.relay.statistics.ConnectionCounters;
import io.parley.relay.statistics.RelayStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The relay's figures in the words of the adapter's contract. */
final class StatisticsMapper {

    private StatisticsMapper() {}

    static MediaStatistics totals(RelayServer relay) {
        RelayStatistics now = relay.statistics();
        ConnectionCounters connections = relay.connections();
        Map<String, Long> closed = new TreeMap<>();
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason.name(), connections.closed(reason));
        }
        return new MediaStatistics(
                relay.transport(),
                now.publications(),
                now.playbacks(),
                now.connections(),
                connections.accepted(),
                closed,
                now.refused() + connections.refusedUnasked(),
                now.bytesIn(),
                now.bytesOut());
    }

    static List<PublicationStatistics> publications(RelayServer relay) {
        return relay.streams().stream()
                .map(each -> new PublicationStatistics(
                        each.publicationId(),
                        each.protocol().name(),
                        each.address(),
                        each.sinceMs(),
                        each.bytes(),
                        each.videoMessages(),
                        each.audioMessages(),
                        each.videoFrames(),
                        each.audioGapMs(),
                        each.videoGapMs(),
                        each.players(),
                        each.sinceKeyFrameMs(),
                        each.sinceMessageMs()))
                .toList();
    }

    static List<PlaybackStatistics> playbacks(RelayServer relay) {
        return relay.players().stream()
                .map(each -> new PlaybackStatistics(
                        each.playbackId(),
                        each.protocol().name(),
                        each.address(),
                        each.sinceMs(),
                        each.bytes(),
                        each.lagMs(),
                        each.skips(),
                        each.videoFrames(),
                        each.firstMediaMs()))
                .toList();
    }
}

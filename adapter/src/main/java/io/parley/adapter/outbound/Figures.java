package io.parley.adapter.outbound;

import io.parley.adapter.api.MediaTotals;
import io.parley.adapter.api.PlaybackFigures;
import io.parley.adapter.api.PublicationFigures;
import io.parley.relay.CloseReason;
import io.parley.relay.ConnectionCounters;
import io.parley.relay.RelayServer;
import io.parley.relay.RelayStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The relay's figures in the words of the adapter's contract. */
final class Figures {

    private Figures() {}

    static MediaTotals totals(RelayServer relay) {
        RelayStatistics now = relay.statistics();
        ConnectionCounters connections = relay.connections();
        Map<String, Long> closed = new TreeMap<>();
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason.name(), connections.closed(reason));
        }
        return new MediaTotals(
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

    static List<PublicationFigures> publications(RelayServer relay) {
        return relay.streams().stream()
                .map(each -> new PublicationFigures(
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

    static List<PlaybackFigures> playbacks(RelayServer relay) {
        return relay.players().stream()
                .map(each -> new PlaybackFigures(
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

package io.parley.ejb.record;

import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.stream.RelayControl;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statistics of this server's publications, asked of the relay once, when a row first needs them. For one thread. */
final class LiveMedia {

    private final RelayControl relay;

    private @Nullable Map<Long, PublicationStatistics> publications;

    LiveMedia(RelayControl relay) {
        this.relay = relay;
    }

    /** Null while the stream's server is another one. */
    @Nullable
    PublicationStatistics of(long publication) {
        Map<Long, PublicationStatistics> known = publications;
        if (known == null) {
            known = relay.publications().stream()
                    .collect(Collectors.toMap(PublicationStatistics::id, Function.identity(), (a, b) -> a));
            publications = known;
        }
        return known.get(publication);
    }
}

package io.parley.web.console;

import io.parley.ejb.record.MediaRow;
import io.parley.ejb.record.RecordQueries;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** Who published, or who watched. */
@Named("streams")
@RequestScoped
public class StreamsPage extends RecordPage<MediaRow> {

    @Override
    Page<MediaRow> read(RecordQueries queries, RecordFilter filter) {
        return isWatched() ? queries.playbacks(filter) : queries.publications(filter);
    }

    /** The list of who watched, instead of who published. */
    public boolean isWatched() {
        return "watched".equals(get("kind"));
    }

    public String getKind() {
        return isWatched() ? "watched" : "published";
    }

    @Override
    String route() {
        return isWatched() ? "playbacks" : "publications";
    }

    @Override
    List<String> ownParameters() {
        return List.of("reason", "kind");
    }
}

package io.parley.web.console;

import io.parley.ejb.record.MediaRow;
import io.parley.ejb.record.RecordKind;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** Publications, or playbacks. */
@Named("streams")
@RequestScoped
public class StreamsPage extends HistoryPage<MediaRow> {

    @Override
    RecordKind<MediaRow> kind() {
        return isWatched() ? RecordKind.PLAYBACKS : RecordKind.PUBLICATIONS;
    }

    /** The list of who watched, instead of who published. */
    public boolean isWatched() {
        return "watched".equals(get("kind"));
    }

    public String getKind() {
        return isWatched() ? "watched" : "published";
    }

    @Override
    List<String> ownParameters() {
        return List.of("reason", "kind");
    }
}

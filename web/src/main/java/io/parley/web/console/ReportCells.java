package io.parley.web.console;

import io.parley.ejb.report.ReportKind;
import io.parley.ejb.report.ReportTable.Column;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of reports as people read them. */
@RequestScoped
public class ReportCells {

    /** With the offset: one hour of the year is there twice. */
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx", Locale.ROOT);

    private final Preferences preferences;

    @Inject
    public ReportCells(Preferences preferences) {
        this.preferences = preferences;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected ReportCells() {
        this(null);
    }

    /** @param step {@code DAY} or {@code HOUR} */
    public String text(ReportKind kind, String step, Column column, @Nullable Object value) {
        if (value == null) {
            return "–";
        }
        return switch (column.kind()) {
            case TIME ->
                step.equals("DAY")
                        ? ((OffsetDateTime) value).toLocalDate().toString()
                        : HOUR.format((OffsetDateTime) value);
            case COUNT ->
                column.key().equals("weekday")
                        ? preferences.text("weekday." + value)
                        : String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
            case MINUTES -> String.format(Locale.ROOT, "%,.1f", ((Number) value).doubleValue());
            case SHARE -> String.format(Locale.ROOT, "%.1f %%", 100 * ((Number) value).doubleValue());
            case NUMBER, MS -> String.format(Locale.ROOT, "%,.1f", ((Number) value).doubleValue());
            case TEXT -> words(kind, column.key(), value.toString());
        };
    }

    private String words(ReportKind kind, String column, String value) {
        String key =
                switch (column) {
                    case "reason" -> (kind == ReportKind.REFUSALS ? "refusal." : "reason.") + value;
                    case "action" -> "action." + value;
                    case "subject", "side", "source" -> "report.value." + value;
                    default -> "";
                };
        return key.isEmpty() ? value : preferences.text(key);
    }
}

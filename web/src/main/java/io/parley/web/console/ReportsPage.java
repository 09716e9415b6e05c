package io.parley.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.ejb.report.ReportFilter;
import io.parley.ejb.report.ReportKind;
import io.parley.ejb.report.ReportQueries;
import io.parley.ejb.report.ReportTable;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.web.rest.JsonBodies;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage, success and quality of any time, in the viewer's zone. */
@Named("reports")
@RequestScoped
public class ReportsPage {

    private static final int TOP = 50;
    private static final Map<String, Integer> DAYS = Map.of("1d", 1, "7d", 7, "30d", 30, "90d", 90, "365d", 365);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    @jakarta.ejb.EJB
    @SuppressWarnings("NullAway.Init")
    private ReportQueries queries;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Current current;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Preferences preferences;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Notices notices;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    private @Nullable ReportTable table;

    @PostConstruct
    void run() {
        if (current.getAppId() != 0 && !current.isAppUnknown()) {
            notices.attempt(() -> table = queries.run(
                    getKind(),
                    new ReportFilter(current.app(), from(), to(), zone(), ReportFilter.Step.valueOf(getStep()), TOP)));
        }
    }

    public ReportKind getKind() {
        String kind = request.getParameter("kind");
        return kind == null ? ReportKind.USAGE : ReportKind.of(kind).orElse(ReportKind.USAGE);
    }

    public List<ReportKind> getKinds() {
        return List.of(ReportKind.values());
    }

    public String getRange() {
        String range = request.getParameter("range");
        if (get("from") != null) {
            return "custom";
        }
        return range != null && DAYS.containsKey(range) ? range : "30d";
    }

    public String getStep() {
        return "HOUR".equals(request.getParameter("step")) ? "HOUR" : "DAY";
    }

    private @Nullable String get(String name) {
        String value = request.getParameter(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private ZoneId zone() {
        return preferences.getZone();
    }

    /** Whole days of the viewer. */
    private Instant from() {
        LocalDate chosen = day("from");
        LocalDate day = chosen == null
                ? LocalDate.now(clock.withZone(zone())).minusDays(DAYS.getOrDefault(getRange(), 30) - 1L)
                : chosen;
        return day.atStartOfDay(zone()).toInstant();
    }

    private Instant to() {
        LocalDate chosen = day("to");
        LocalDate day = chosen == null ? LocalDate.now(clock.withZone(zone())) : chosen;
        return day.plusDays(1).atStartOfDay(zone()).toInstant();
    }

    private @Nullable LocalDate day(String name) {
        String text = get(name);
        try {
            LocalDate day = text == null ? null : LocalDate.parse(text);
            if (day == null || day.getYear() >= 1 && day.getYear() <= 9999) {
                return day;
            }
            throw new Refused(Refusal.ARGUMENT_WRONG, name);
        } catch (DateTimeException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name);
        }
    }

    public String getFromField() {
        return get("from") == null ? "" : String.valueOf(get("from"));
    }

    public String getToField() {
        return get("to") == null ? "" : String.valueOf(get("to"));
    }

    /** Whether the report could not be made; then it is not empty, but unknown. */
    public boolean isRefused() {
        return table == null;
    }

    public List<ReportTable.Column> getColumns() {
        return table == null ? List.of() : table.columns();
    }

    public List<List<@Nullable Object>> getRows() {
        return table == null ? List.of() : table.rows();
    }

    /** A value as people read it. */
    public String cell(List<@Nullable Object> row, int column) {
        Object value = row.get(column);
        if (value == null) {
            return "–";
        }
        ReportTable.Column about = getColumns().get(column);
        return switch (about.kind()) {
            case TIME ->
                getStep().equals("DAY")
                        ? ((OffsetDateTime) value).toLocalDate().toString()
                        : HOUR.format((OffsetDateTime) value);
            case COUNT ->
                about.key().equals("weekday")
                        ? preferences.text("weekday." + value)
                        : String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
            case MINUTES -> String.format(Locale.ROOT, "%,.1f", ((Number) value).doubleValue());
            case SHARE -> String.format(Locale.ROOT, "%.1f %%", 100 * ((Number) value).doubleValue());
            case NUMBER, MS -> String.format(Locale.ROOT, "%,.1f", ((Number) value).doubleValue());
            case TEXT -> text(about.key(), value.toString());
        };
    }

    private String text(String column, String value) {
        String key =
                switch (column) {
                    case "reason" -> (getKind() == ReportKind.REFUSALS ? "refusal." : "reason.") + value;
                    case "action" -> "action." + value;
                    case "subject", "side", "source" -> "report.value." + value;
                    default -> "";
                };
        return key.isEmpty() ? value : preferences.text(key);
    }

    public boolean isNumeric(ReportTable.Column column) {
        return column.kind() != ReportTable.ColumnKind.TEXT && column.kind() != ReportTable.ColumnKind.TIME;
    }

    public String exportLink(String format) {
        return Links.to("../api/v1/apps/" + current.getAppId() + "/reports/"
                        + getKind().path())
                .with("from", table == null ? get("from") : from())
                .with("to", table == null ? get("to") : to())
                .with("zone", zone())
                .with("step", getStep().toLowerCase(Locale.ROOT))
                .with("top", TOP)
                .with("format", format)
                .toString();
    }

    /** For the page's chart. */
    public String getJson() {
        try {
            return JsonBodies.MAPPER
                    .writeValueAsString(Map.of("kind", getKind(), "columns", getColumns(), "rows", getRows()))
                    .replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

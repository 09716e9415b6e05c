package io.parley.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.ejb.report.ReportFilter;
import io.parley.ejb.report.ReportKind;
import io.parley.ejb.report.ReportQueries;
import io.parley.ejb.report.ReportTable;
import io.parley.ejb.report.ReportTable.Column;
import io.parley.ejb.report.ReportTable.ColumnKind;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.record.Page;
import io.parley.web.record.ReportParameters;
import io.parley.web.rest.JsonBodies;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Usage, success and quality of any time, in the viewer's zone. */
@Named("reports")
@RequestScoped
public class ReportsPage extends ListPage<List<@Nullable Object>> {

    /** A year has 8,760 hours. */
    private static final int ROWS_OF_A_PAGE = 500;

    private static final int MAX_PART = 1_000;

    private final ReportQueries queries;
    private final CurrentUser currentUser;
    private final Preferences preferences;
    private final ReportCells cells;
    private final Clock clock;

    private @Nullable ReportTable table;
    private @Nullable ReportFilter filter;

    @Inject
    public ReportsPage(
            ReportQueries queries, CurrentUser currentUser, Preferences preferences, ReportCells cells, Clock clock) {
        this.queries = queries;
        this.currentUser = currentUser;
        this.preferences = preferences;
        this.cells = cells;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected ReportsPage() {
        this(null, null, null, null, null);
    }

    @Override
    Page<List<@Nullable Object>> read() {
        if (isOfAll() && !isForAll()) {
            throw new Refused(Refusal.ROLE_MISSING);
        }
        ReportTable made = queries.run(getKind(), filter());
        table = made;
        List<List<@Nullable Object>> rows = ordered(made);
        int begin = Math.min(part() * ROWS_OF_A_PAGE, rows.size());
        int end = Math.min(begin + ROWS_OF_A_PAGE, rows.size());
        return new Page<>(rows.subList(begin, end), end < rows.size() ? String.valueOf(part() + 1) : null);
    }

    private int part() {
        String cursor = cursor();
        try {
            int part = cursor == null ? 0 : Integer.parseInt(cursor);
            if (part >= 0 && part <= MAX_PART) {
                return part;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refused(Refusal.ARGUMENT_WRONG, "cursor");
    }

    /** In the report's own order unless the address says; what has no value comes last. */
    private List<List<@Nullable Object>> ordered(ReportTable made) {
        String sort = own("sort");
        if (sort == null) {
            return made.rows();
        }
        int column = made.columns().stream().map(Column::key).toList().indexOf(sort);
        if (column < 0) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "sort");
        }
        Comparator<Comparable<Object>> order = isAscending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return made.rows().stream()
                .sorted(Comparator.comparing(row -> comparable(row.get(column)), Comparator.nullsLast(order)))
                .toList();
    }

    @SuppressWarnings("unchecked") // a column's values are of one kind
    private static @Nullable Comparable<Object> comparable(@Nullable Object value) {
        return (Comparable<Object>) value;
    }

    @Override
    boolean isThere() {
        return isOfAll() || super.isThere();
    }

    @Override
    String usualSort() {
        return "";
    }

    @Override
    boolean isDescending(String sort) {
        return getColumns().stream().anyMatch(column -> column.key().equals(sort) && isNumeric(column));
    }

    @Override
    Links same(String path) {
        return Links.to(path)
                .with("app", get("app"))
                .with("of", get("of"))
                .with("kind", get("kind"))
                .with("range", get("range"))
                .with("from", get("from"))
                .with("to", get("to"))
                .with("zone", get("zone"))
                .with("step", get("step"));
    }

    @Override
    public String getExportLink() {
        return exportLink("csv");
    }

    /** Of all apps together, not of one. */
    public boolean isOfAll() {
        return "all".equals(get("of"));
    }

    /** Tells whether the reader may see all apps together. */
    public boolean isForAll() {
        return currentUser.isSystemAdmin() || currentUser.isAuditor();
    }

    /** Tells whether the report ends after so many rooms or users. */
    public boolean isCut() {
        return (getKind() == ReportKind.BY_ROOM || getKind() == ReportKind.BY_USER)
                && getRows().size() == ReportParameters.DEFAULT_TOP;
    }

    public ReportKind getKind() {
        String kind = get("kind");
        return kind == null ? ReportKind.USAGE : ReportKind.of(kind).orElse(ReportKind.USAGE);
    }

    public List<ReportKind> getKinds() {
        return List.of(ReportKind.values());
    }

    public String getRange() {
        return get("from") != null ? "custom" : parameters().rangeName();
    }

    public String getStep() {
        return "HOUR".equals(get("step")) ? "HOUR" : "DAY";
    }

    /** The zone whose days and hours the steps are: the viewer's, or that of the address. */
    public ZoneId getZone() {
        return preferences.addressZone();
    }

    private ReportFilter filter() {
        ReportFilter known = filter;
        if (known == null) {
            known = parameters().filter(isOfAll() ? null : current().app(), clock.instant());
            filter = known;
        }
        return known;
    }

    private ReportParameters parameters() {
        return new ReportParameters(this::parameter);
    }

    /** The value of one of REST's parameters; a range of the page is one of whole days. */
    private @Nullable String parameter(String name) {
        return switch (name) {
            case "zone" -> getZone().getId();
            case "step" -> getStep().toLowerCase(Locale.ROOT);
            case "range" -> Objects.requireNonNullElse(get("range"), ReportParameters.DEFAULT_RANGE);
            case "from", "to" -> get(name);
            default -> null;
        };
    }

    public String getFromField() {
        return get("from") == null ? "" : String.valueOf(get("from"));
    }

    public String getToField() {
        return get("to") == null ? "" : String.valueOf(get("to"));
    }

    public List<Column> getColumns() {
        getRows();
        return table == null ? List.of() : table.columns();
    }

    /** A value as people read it. */
    public String cell(List<@Nullable Object> row, int column) {
        return cells.text(getKind(), getStep(), getColumns().get(column), row.get(column));
    }

    public boolean isNumeric(Column column) {
        return column.kind() != ColumnKind.TEXT && column.kind() != ColumnKind.TIME;
    }

    public String exportLink(String format) {
        return Links.to("../api/v1/" + (isOfAll() ? "" : "apps/" + current().getAppId() + "/") + "reports/"
                        + getKind().path())
                .with("from", table == null ? get("from") : filter().from())
                .with("to", table == null ? get("to") : filter().to())
                .with("zone", getZone())
                .with("step", getStep().toLowerCase(Locale.ROOT))
                .with("top", ReportParameters.DEFAULT_TOP)
                .with("format", format)
                .toString();
    }

    /** For the page's chart. */
    public String getJson() {
        getRows();
        List<List<@Nullable Object>> rows = table == null ? List.of() : table.rows();
        try {
            return JsonBodies.MAPPER
                    .writeValueAsString(Map.of("kind", getKind(), "columns", getColumns(), "rows", rows))
                    .replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

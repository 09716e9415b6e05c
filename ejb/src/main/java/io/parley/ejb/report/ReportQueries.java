package io.parley.ejb.report;

import io.parley.ejb.admin.CallerRoles;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.persistence.app.App;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.report.MemberStatistics;
import io.parley.persistence.report.ReportRepository;
import io.parley.persistence.report.ReportSpan;
import io.parley.persistence.report.UsageStatistics;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reports over any time. Whatever is asked for is exact: intervals are cut at the edges of time and step, what is still open counts up to
 * now, peaks are the most at any one moment. A stay counts as a user: who is in two rooms counts twice.
 */
@Stateless
@RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class ReportQueries {

    /** The roles that see all apps together. */
    private static final Set<String> FOR_ALL_APPS = Set.of(Roles.SYSTEM_ADMIN, Roles.AUDITOR);

    private final ReportRepository reports;
    private final AppRepository apps;
    private final CallerRoles caller;
    private final Clock clock;

    @Inject
    public ReportQueries(ReportRepository reports, AppRepository apps, CallerRoles caller, Clock clock) {
        this.reports = reports;
        this.apps = apps;
        this.caller = caller;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected ReportQueries() {
        this(null, null, null, null);
    }

    /** @throws io.parley.persistence.audit.Refused when there is no such app, or when there were too many steps */
    public ReportTable run(ReportKind kind, ReportFilter filter) {
        AppId app = filter.app();
        if (app == null) {
            caller.requireAny(FOR_ALL_APPS);
        }
        if (app != null && !apps.exists(app)) { // one that is switched off still has its history
            throw new Refused(Refusal.APP_UNKNOWN);
        }
        Instant now = clock.instant();
        Instant to = filter.to().isBefore(now) ? filter.to() : now;
        if (!filter.from().isBefore(to)) {
            return new ReportTable(kind, kind.columns(), List.of());
        }
        ReportSpan span = new ReportSpan(filter.from(), to, reports.rolledTo());
        return new ReportTable(kind, kind.columns(), rows(kind, filter, span, now));
    }

    private List<List<@Nullable Object>> rows(ReportKind kind, ReportFilter filter, ReportSpan span, Instant now) {
        long key = filter.key();
        return switch (kind) {
            case USAGE -> bySteps(filter, span, now, (time, statistics) -> ReportRows.usage(statistics, time));
            case SUCCESS -> bySteps(filter, span, now, ReportRows::success);
            case BY_APP -> byApp(key, span, now);
            case BY_ROOM -> members(reports.rooms(key, span, now, filter.top()));
            case BY_USER -> members(reports.users(key, span, now, filter.top()));
            case END_REASONS -> ReportRows.reasons(reports.ends(key, span));
            case REFUSALS -> ReportRows.reasons(reports.refusals(key, span));
            case QUALITY -> quality(filter, span);
            case BUSIEST_HOURS -> busiestHours(filter, span, now);
        };
    }

    private List<List<@Nullable Object>> bySteps(
            ReportFilter filter,
            ReportSpan span,
            Instant now,
            BiFunction<OffsetDateTime, UsageStatistics, List<@Nullable Object>> row) {
        List<Instant> steps = ZoneSteps.starts(span.from(), span.to(), filter.zone(), filter.step());
        Map<Long, UsageStatistics> found = bySlot(reports.usage(filter.key(), span, steps, now));
        List<List<@Nullable Object>> rows = new ArrayList<>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            long slot = i + 1;
            rows.add(row.apply(local(steps.get(i), filter), found.getOrDefault(slot, UsageStatistics.none(slot))));
        }
        return rows;
    }

    private List<List<@Nullable Object>> byApp(long key, ReportSpan span, Instant now) {
        Map<Long, String> names =
                apps.all().stream().collect(Collectors.toMap(app -> app.id().value(), App::name));
        return reports.usageByApp(key, span, now).stream()
                .sorted(Comparator.comparingLong(UsageStatistics::stayUs)
                        .reversed()
                        .thenComparingLong(UsageStatistics::slot))
                .map(statistics -> ReportRows.usage(
                        statistics, Long.toString(statistics.slot()), names.getOrDefault(statistics.slot(), "")))
                .toList();
    }

    private List<List<@Nullable Object>> quality(ReportFilter filter, ReportSpan span) {
        List<Instant> steps = ZoneSteps.starts(span.from(), span.to(), filter.zone(), filter.step());
        return reports.quality(filter.key(), span, steps).stream()
                .map(statistics ->
                        ReportRows.quality(local(steps.get((int) statistics.slot() - 1), filter), statistics))
                .toList();
    }

    private List<List<@Nullable Object>> busiestHours(ReportFilter filter, ReportSpan span, Instant now) {
        HourOfWeek week = HourOfWeek.of(span.from(), span.to(), filter.zone());
        Map<Long, UsageStatistics> found =
                bySlot(reports.usageByHourOfWeek(filter.key(), span, week.changes(), week.offsets(), now));
        List<List<@Nullable Object>> rows = new ArrayList<>(HourOfWeek.HOURS);
        for (int hour = 0; hour < HourOfWeek.HOURS; hour++) {
            UsageStatistics statistics = found.getOrDefault((long) hour, UsageStatistics.none(hour));
            rows.add(ReportRows.busiest(hour, statistics, week.micros().get(hour)));
        }
        return rows;
    }

    private static List<List<@Nullable Object>> members(List<MemberStatistics> found) {
        return found.stream().map(ReportRows::member).toList();
    }

    private static Map<Long, UsageStatistics> bySlot(List<UsageStatistics> statistics) {
        return statistics.stream().collect(Collectors.toMap(UsageStatistics::slot, Function.identity()));
    }

    private static OffsetDateTime local(Instant at, ReportFilter filter) {
        return at.atZone(filter.zone()).toOffsetDateTime();
    }
}

package io.parley.web.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ejb.report.ReportFilter;
import io.parley.ejb.report.ReportFilter.Step;
import io.parley.ejb.report.ReportKind;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportParametersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00.250Z");
    private static final AppId APP = new AppId(4);

    private static ReportFilter filter(String... namesAndValues) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new ReportParameters(parameters::get).filter(APP, NOW);
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @Test
    void withoutParametersAReportHasThirtyDaysUpToNowInDaysOfUtc() {
        assertThat(filter())
                .isEqualTo(new ReportFilter(APP, at("2026-10-23T20:00:00.250Z"), NOW, ZoneOffset.UTC, Step.DAY, 50));
    }

    @Test
    void aNamedRangeIsOneOfWholeDaysOfTheZone() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        assertThat(filter("range", "1d", "zone", "Asia/Shanghai"))
                .isEqualTo(new ReportFilter(
                        APP, at("2026-11-22T16:00:00Z"), at("2026-11-23T16:00:00Z"), zone, Step.DAY, 50));
        assertThat(filter("range", "30d", "zone", "Asia/Shanghai").from()).isEqualTo(at("2026-10-24T16:00:00Z"));
        assertThat(filter("range", "unknown")).isEqualTo(filter("range", "30d"));
    }

    @Test
    void aDayIsWholeAndTheLastOneIncluded() {
        ReportFilter days = filter("from", "2026-11-01", "to", "2026-11-02", "range", "30d");
        assertThat(days.from()).isEqualTo(at("2026-11-01T00:00:00Z"));
        assertThat(days.to()).isEqualTo(at("2026-11-03T00:00:00Z"));
        assertThat(filter("from", "2026-11-01", "to", "2026-11-02")).isEqualTo(days);
        assertThat(filter("to", "2026-11-30", "range", "7d").from()).isEqualTo(at("2026-11-24T00:00:00Z"));
    }

    @Test
    void aTimeIsTakenAsItIs() {
        ReportFilter times = filter("from", "2026-11-01T10:00:00Z", "to", "2026-11-02T10:00:00Z", "range", "30d");
        assertThat(times.from()).isEqualTo(at("2026-11-01T10:00:00Z"));
        assertThat(times.to()).isEqualTo(at("2026-11-02T10:00:00Z"));
        assertThat(filter("to", "2026-11-30T10:00:00Z").from()).isEqualTo(at("2026-10-31T10:00:00Z"));
    }

    @Test
    void stepAndTopAreDecoded() {
        assertThat(filter("step", "hour", "top", "1000").step()).isEqualTo(Step.HOUR);
        assertThat(filter("step", "hour", "top", "1000").top()).isEqualTo(1_000);
        assertThat(ReportParameters.kind("by-room")).isEqualTo(ReportKind.BY_ROOM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from | yesterday            | a time like 2026-11-22T12:00:00Z, or a day like 2026-11-22",
                "from | +999999999-12-31     | a time like 2026-11-22T12:00:00Z, or a day like 2026-11-22",
                "to   | +999999999-12-31     | a time like 2026-11-22T12:00:00Z, or a day like 2026-11-22",
                "from | 1999-12-31T00:00:00Z | a time like 2026-11-22T12:00:00Z",
                "to   | 2200-01-01T00:00:00Z | a time like 2026-11-22T12:00:00Z",
                "from | 1999-12-31           | a report begins in 2000 at the earliest",
                "from | 2026-11-22T21:00:00Z | from must be before to",
                "from | 2021-11-21T00:00:00Z | a report spans 5 years at most",
                "zone | Mars                 | zone is like Asia/Shanghai",
                "step | week                 | step is hour or day",
                "top  | many                 | top must be a number",
                "top  | 0                    | top is 1 to 1000",
                "top  | 1001                 | top is 1 to 1000",
            })
    void aWrongParameterIsRefused(String name, String value, String detail) {
        assertThatThrownBy(() -> filter(name, value)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.ARGUMENT_WRONG);
            assertThat(refused.detail()).endsWith(detail);
        });
    }

    @Test
    void anUnknownReportIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> ReportParameters.kind("all"))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.detail())
                        .startsWith("no such report; there are [usage, "));
    }
}

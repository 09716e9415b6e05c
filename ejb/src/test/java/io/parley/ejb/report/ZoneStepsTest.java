package io.parley.ejb.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ejb.report.ReportFilter.Step;
import io.parley.persistence.audit.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneStepsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void theDayOnWhichClocksArePutOnHas23HoursAndTheOtherOne25() {
        List<Instant> spring = days("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z", BERLIN);
        assertThat(Duration.between(spring.get(1), spring.get(2))).isEqualTo(Duration.ofHours(23));
        List<Instant> autumn = days("2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z", BERLIN);
        assertThat(Duration.between(autumn.get(1), autumn.get(2))).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void hoursBeginWithTheLocalClocksHourAlsoWhereItIsHalfPast() {
        assertThat(hours("2026-01-01T10:17:00Z", "2026-01-01T12:00:00Z", ZoneId.of("Asia/Kolkata")))
                .containsExactly(
                        Instant.parse("2026-01-01T09:30:00Z"),
                        Instant.parse("2026-01-01T10:30:00Z"),
                        Instant.parse("2026-01-01T11:30:00Z"));
    }

    @Test
    void whereClocksArePutBackByHalfAnHourAnHourIsShorter() {
        // on Lord Howe Island two o'clock becomes half past one at 15:00 UTC
        assertThat(hours("2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z", ZoneId.of("Australia/Lord_Howe")))
                .containsExactly(
                        Instant.parse("2026-04-04T14:00:00Z"),
                        Instant.parse("2026-04-04T15:00:00Z"),
                        Instant.parse("2026-04-04T15:30:00Z"));
    }

    @Test
    void inEveryZoneOfTheWorldStepsBeginAtQuarterHours() {
        for (String id : ZoneId.getAvailableZoneIds()) {
            for (Step step : Step.values()) {
                assertThat(ZoneSteps.starts(
                                Instant.parse("2011-12-20T03:07:00Z"),
                                Instant.parse("2012-12-01T00:00:00Z"),
                                ZoneId.of(id),
                                step))
                        .as(id)
                        .isSorted()
                        .doesNotHaveDuplicates()
                        .allMatch(start -> start.getEpochSecond() % 900 == 0 && start.getNano() == 0);
            }
        }
    }

    @Test
    void aReportOfTooManyStepsOrTooLongATimeOrAnOddZoneIsRefused() {
        Instant from = Instant.parse("2020-01-01T00:00:00Z");
        assertThatThrownBy(() -> ZoneSteps.starts(from, from.plus(Duration.ofHours(10_001)), BERLIN, Step.HOUR))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("days instead of hours");
        assertThat(ZoneSteps.starts(from, from.plus(Duration.ofHours(10_000)), BERLIN, Step.HOUR))
                .hasSize(10_000);
        assertThatThrownBy(() -> filter(from, Instant.parse("2025-01-01T00:00:01Z"), BERLIN, 10))
                .hasMessageContaining("5 years");
        assertThatThrownBy(() -> filter(from, from, BERLIN, 10)).hasMessageContaining("before");
        assertThatThrownBy(() -> filter(from, Instant.MAX, BERLIN, 10)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> filter(Instant.MIN, from, BERLIN, 10)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> filter(from, from.plusSeconds(60), ZoneId.of("+05:07"), 10))
                .hasMessageContaining("quarter");
        assertThatThrownBy(() -> filter(from, from.plusSeconds(60), BERLIN, 1_001))
                .hasMessageContaining("top");
    }

    private static void filter(Instant from, Instant to, ZoneId zone, int top) {
        new ReportFilter(null, from, to, zone, Step.DAY, top);
    }

    private static List<Instant> days(String from, String to, ZoneId zone) {
        return ZoneSteps.starts(Instant.parse(from), Instant.parse(to), zone, Step.DAY);
    }

    private static List<Instant> hours(String from, String to, ZoneId zone) {
        return ZoneSteps.starts(Instant.parse(from), Instant.parse(to), zone, Step.HOUR);
    }
}

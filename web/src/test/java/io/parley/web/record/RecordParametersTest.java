package io.parley.web.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.CallId;
import io.parley.persistence.record.PageRequest;
import io.parley.persistence.record.RecordFilter;
import io.parley.persistence.record.RecordList;
import io.parley.persistence.record.TimeRange;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordParametersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.250Z");

    private static RecordParameters of(String... namesAndValues) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new RecordParameters(parameters::get);
    }

    private static RecordFilter filter(String... namesAndValues) {
        return of(namesAndValues).filter(RecordList.CALLS, 4L, NOW);
    }

    private static TimeRange range(String from, String to) {
        return new TimeRange(Instant.parse(from), Instant.parse(to));
    }

    @Test
    void withoutParametersAListHasThirtyDaysUpToTheNextSecond() {
        assertThat(filter()).isEqualTo(RecordFilter.of(4L, range("2026-10-23T12:00:01Z", "2026-11-22T12:00:01Z")));
        assertThat(of().rangeName()).isEqualTo("30d");
    }

    @Test
    void withoutParametersAPageIsTheFirstFiftyRowsInTheUsualOrder() {
        assertThat(of().page(RecordList.CALLS)).isEqualTo(new PageRequest(null, null, null, 50));
        assertThat(of().page(RecordList.APPS, 2_000).limit()).isEqualTo(2_000);
        assertThat(of().isFile()).isFalse();
    }

    @Test
    void aTimeThatIsGivenCounts() {
        assertThat(filter("from", "2026-01-01T00:00:00Z", "to", "2026-02-01T00:00:00Z")
                        .range())
                .isEqualTo(range("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"));
        assertThat(filter("to", "2026-02-01T00:00:00Z").range())
                .isEqualTo(range("2026-01-02T00:00:00Z", "2026-02-01T00:00:00Z"));
        assertThat(filter("range", "24h").range()).isEqualTo(range("2026-11-21T12:00:01Z", "2026-11-22T12:00:01Z"));
        assertThat(filter("range", "9y").range()).isEqualTo(filter().range());
    }

    @Test
    void aTimeWithoutAZoneIsOneOfTheZoneThatIsNamed() {
        assertThat(filter("from", "2026-11-22T08:00", "zone", "Asia/Shanghai").range())
                .isEqualTo(range("2026-11-22T00:00:00Z", "2026-11-22T12:00:01Z"));
        assertThat(filter("from", "2026-11-22T00:00:00Z", "zone", "Asia/Shanghai")
                        .range())
                .isEqualTo(range("2026-11-22T00:00:00Z", "2026-11-22T12:00:01Z"));
    }

    @Test
    void namesAreThoseOfRest() {
        assertThat(of(
                                "roomID",
                                "r",
                                "userID",
                                "u",
                                "streamID",
                                "s",
                                "reason",
                                "x",
                                "action",
                                "a",
                                "actor",
                                "me",
                                "q",
                                "no")
                        .filter(RecordList.AUDIT, null, NOW))
                .isEqualTo(new RecordFilter(null, filter().range(), "r", "u", "s", "x", "a", "me", null));
        assertThat(filter("roomID", "").room()).isNull();
    }

    @Test
    void aListOfWhatIsThereNowHasATextAndNoTime() {
        assertThat(of("q", "agent", "from", "yesterday", "roomID", "r").filter(RecordList.BANS, 4L, NOW))
                .isEqualTo(RecordFilter.now(4L, "agent"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "200, 200", "0, 1", "-7, 1", "201, 200"})
    void aPageHasOneToTwoHundredRows(String limit, int rows) {
        assertThat(of("limit", limit).page(RecordList.CALLS).limit()).isEqualTo(rows);
        assertThat(of("limit", limit).page(RecordList.APPS, 2_000).limit()).isEqualTo(rows);
    }

    @Test
    void anOrderIsTakenAsItIsAndCheckedByTheList() {
        assertThat(of("sort", "people", "order", "asc").page(RecordList.CALLS))
                .isEqualTo(new PageRequest("people", true, null, 50));
        assertThat(of("order", "desc").page(RecordList.BANS).ascending()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(RecordList.class)
    void aCallIsACursorWhereRecordsAreOrderedByTime(RecordList list) {
        String call = new CallId(4_711, Instant.parse("2026-11-22T00:00:00Z")).toString();
        assertThat(of("cursor", call).page(list).cursor().equals(call)).isEqualTo(!list.isHistory());
        assertThat(of("cursor", call, "sort", "time").page(list).cursor().equals(call))
                .isEqualTo(!list.isHistory());
        assertThat(of("cursor", call, "sort", "room").page(list).cursor()).isEqualTo(call);
    }

    @Test
    void aFileIsCsv() {
        assertThat(of("format", "csv").isFile()).isTrue();
        assertThat(of("format", "json").isFile()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from   | yesterday             | from must be a time like 2026-11-22T12:00:00Z",
                "to     | 2026-11-22T12:00      | to must be a time like 2026-11-22T12:00:00Z",
                "from   | 1969-12-31T23:59:59Z  | from must be a time like 2026-11-22T12:00:00Z",
                "to     | 9999-01-01T00:00:00Z  | to must be a time like 2026-11-22T12:00:00Z",
                "limit  | many                  | limit must be a number",
                "limit  | 99999999999           | limit must be a number",
                "order  | up                    | order must be asc or desc",
                "format | xml                   | format must be json or csv",
            })
    void aWrongParameterIsRefused(String name, String value, String detail) {
        assertThatThrownBy(() -> decode(of(name, value))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.ARGUMENT_WRONG);
            assertThat(refused.detail()).isEqualTo(detail);
        });
    }

    @Test
    void anUnknownZoneIsRefused() {
        assertThatThrownBy(() -> filter("from", "2026-11-22T08:00", "zone", "Mars"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.detail()).isEqualTo("zone is like Asia/Shanghai"));
    }

    @ParameterizedTest
    @CsvSource({"roomID", "userID", "streamID", "reason", "action", "actor"})
    void aTextHasTwoHundredAndFiftySixCharactersAtMost(String name) {
        filter(name, "x".repeat(256));
        assertThatThrownBy(() -> filter(name, "x".repeat(257)))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.detail())
                        .isEqualTo(name + " is too long or has a control character"));
        assertThatThrownBy(() -> filter(name, "x\ty")).isInstanceOf(Refused.class);
    }

    @Test
    void aCursorHasAThousandCharactersAtMost() {
        of("cursor", "x".repeat(1_024)).page(RecordList.CALLS);
        assertThatThrownBy(() -> of("cursor", "x".repeat(1_025)).page(RecordList.BANS))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.detail()).isEqualTo("cursor is too long"));
    }

    private static void decode(RecordParameters parameters) {
        parameters.filter(RecordList.CALLS, 4L, NOW);
        parameters.page(RecordList.CALLS);
        parameters.isFile();
    }
}

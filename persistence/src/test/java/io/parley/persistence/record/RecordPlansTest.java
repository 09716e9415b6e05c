package io.parley.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.persistence.schema.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How PostgreSQL reads each list: only the months that were asked for, by an index, and by time without sorting. Three months with
 * statistics are enough for the planner to choose as it does with millions of rows.
 */
class RecordPlansTest {

    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");
    /** Tables with rows; of the others, which the migration makes for the present, any plan is as good. */
    private static final Pattern FILLED = Pattern.compile("room|\\w+_2026_0[567]");

    private static final Instant FROM = Instant.parse("2026-06-05T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-06-25T00:00:00Z");
    private static final TimeRange TIME = new TimeRange(FROM, TO);

    private static EmbeddedPostgres postgres;

    /** Three months of ten apps; every fifth attempt is refused. */
    @BeforeAll
    static void fill() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Schema.migrate(postgres.getPostgresDatabase());
        String spread = "timestamptz '2026-05-01 00:00Z' + n * interval '88 seconds'";
        String media =
                "select n, %s, n %% 10 + 1, 'stream-' || n %% 3000, 'room-' || n %% 400, 'user-' || n %% 1000, n, %s n, 1,"
                        + " 'RTMP', '10.0.0.1', n, n, %s + interval '5 minutes', %s + interval '5 minutes', 'PUBLISHER_STOPPED'"
                        + " from generate_series(1, 90000) n";
        sql(
                "select ensure_partitions('2026-05-01', 3)",
                "insert into room_session select n, %s, n %% 10 + 1, 'room-' || n %% 400, 1, n %% 50, %s, %s, 'EMPTY' from generate_series(1, 90000) n"
                        .formatted(spread, spread, spread),
                "insert into participation select n, %s, n %% 10 + 1, 'room-' || n %% 400, 'user-' || n %% 1000, 'name', n, 1, 'OTHER',"
                                .formatted(spread)
                        + " '1', '10.0.0.1', '', %s, %s, 'LOGOUT' from generate_series(1, 90000) n"
                                .formatted(spread, spread),
                "insert into publication " + media.formatted(spread, "", spread, spread),
                "insert into playback " + media.formatted(spread, "1,", spread, spread),
                "insert into quality_sample select %s + interval '10 seconds', n, n %% 10 + 1, n, n, 'PUBLISH', 'RELAY', 10000, 1, 1"
                                .formatted(spread)
                        + " from generate_series(1, 90000) n",
                "insert into audit_entry select n, %s, nullif(n %% 10, 9) + 1, case when n %% 50 = 0 then 'ADMIN' else 'USER' end,"
                                .formatted(spread)
                        + " 'user-' || n % 1000, 'LOGIN', case when n % 5 = 0 then 'REFUSED' else 'DONE' end,"
                        + " case when n % 5 = 0 then (array['ROOM_FULL', 'TOKEN_EXPIRED', 'TOKEN_MISSING'])[n % 3 + 1] end,"
                        + " 'room-' || n % 400, 'user-' || n % 1000, 'stream-' || n % 3000, '10.0.0.1', 1, '{}'"
                        + " from generate_series(1, 90000) n",
                "insert into app (app_id, name, created_at) select n, 'app', now() from generate_series(1, 10) n",
                "insert into room (app_id, room_id, session_id, opened_at) select n % 10 + 1, 'room-' || n, n, now()"
                        + " from generate_series(1, 2000) n",
                "analyze");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static void sql(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    static Stream<Arguments> requests() {
        List<Arguments> requests = new ArrayList<>();
        RecordFilter all = RecordFilter.of(4L, TIME);
        PageRequest first = PageRequest.first();
        Stream.of(RecordList.values()).filter(RecordList::isHistory).forEach(list -> {
            for (boolean ascending : new boolean[] {true, false}) {
                PageRequest byTime = first.sortedBy("time", ascending);
                requests.add(request(list, ascending ? "oldest first" : "newest first", all, byTime));
                requests.add(request(
                        list,
                        "behind a cursor",
                        all,
                        byTime.after(new Cursor("time", "2026-06-15 00:00:00+00", "7").text())));
            }
            requests.add(request(list, "of a room", of("room-7", null, null, null), first));
            requests.add(request(list, "of a user", of(null, "user-7", null, null), first));
            if (list != RecordList.STAYS) {
                requests.add(request(list, "of a stream", of(null, null, "stream-7", null), first));
            }
            for (String sort : list.sorts()) {
                requests.add(request(list, "by " + sort, all, first.sortedBy(sort, true)));
            }
        });
        requests.add(request(RecordList.AUDIT, "of the server", RecordFilter.of(null, TIME), first));
        requests.add(request(RecordList.REFUSALS, "of a reason", of(null, null, null, "ROOM_FULL"), first));
        return requests.stream();
    }

    private static Arguments request(RecordList list, String name, RecordFilter filter, PageRequest page) {
        return Arguments.of(list, name, filter, page);
    }

    private static RecordFilter of(String room, String user, String stream, String reason) {
        return new RecordFilter(4L, TIME, room, user, stream, reason, null, null, null);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("requests")
    void aListReadsOnlyItsMonthsAndByAnIndex(RecordList list, String name, RecordFilter filter, PageRequest page)
            throws Exception {
        List<JsonNode> nodes = plan(list, filter, page);
        String table = ((HistorySource) list.source()).table();
        List<String> read = new ArrayList<>();
        for (JsonNode node : nodes) {
            if (node.has("Relation Name") && node.path("Alias").asText().matches("r(_\\d+)?")) {
                read.add(node.get("Relation Name").asText());
            }
            if (FILLED.matcher(node.path("Relation Name").asText()).matches()) {
                assertThat(node.get("Node Type").asText())
                        .as("%s", node.get("Relation Name"))
                        .isNotEqualTo("Seq Scan");
            }
        }
        assertThat(read).isNotEmpty().containsOnly(table + "_2026_06");
        boolean isWholeTime = (page.sort() == null || page.sort().equals("time"))
                && Stream.of(filter.user(), filter.room(), filter.stream(), filter.reason())
                        .allMatch(each -> each == null);
        if (isWholeTime) {
            assertThat(nodes)
                    .extracting(node -> node.get("Node Type").asText())
                    .as("reads as many rows as it shows")
                    .doesNotContain("Sort", "Bitmap Heap Scan");
        }
    }

    /** All nodes of the plan. */
    private static List<JsonNode> plan(RecordList list, RecordFilter filter, PageRequest page)
            throws SQLException, IOException {
        Map<String, Object> parameters = new TreeMap<>();
        String sql = PARAMETER
                .matcher(RecordRepository.sql(list, filter, page, parameters))
                .replaceAll(name -> literal(parameters.get(name.group(1))));
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "explain (format json) " + sql + " fetch first " + (page.limit() + 1) + " rows only")) {
            row.next();
            List<JsonNode> nodes = new ArrayList<>();
            collect(new ObjectMapper().readTree(row.getString(1)).get(0).get("Plan"), nodes);
            return nodes;
        }
    }

    private static void collect(JsonNode node, List<JsonNode> nodes) {
        nodes.add(node);
        node.path("Plans").forEach(below -> collect(below, nodes));
    }

    private static String literal(Object value) {
        return value instanceof Instant
                ? "timestamptz '" + value + "'"
                : value instanceof Number ? value.toString() : "'" + value + "'";
    }
}

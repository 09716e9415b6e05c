package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in docs/protocol/rtmp-conformance.md names the tests there are, and all of them. */
class ConformanceTableTest {

    private static final Path TABLE = Path.of("..", "docs", "protocol", "rtmp-conformance.md");
    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]\\d+) \\|.*", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]+Test)\\.(\\w+)`");
    private static final Pattern NUMBERED = Pattern.compile("([a-z])(\\d+)_.*");
    private static final List<String> PACKAGES =
            List.of("io.parley.relay.rtmp", "io.parley.relay.hub", "io.parley.relay.connection", "io.parley.relay");

    @Test
    void everyTestInTheTableExistsAndBearsTheNumberOfItsRow() throws IOException {
        for (MatchResult row : ROW.matcher(Files.readString(TABLE)).results().toList()) {
            String number = row.group(1).toLowerCase(Locale.ROOT) + "_";
            for (MatchResult test : TEST.matcher(row.group()).results().toList()) {
                assertThat(test.group(2)).startsWith(number);
                assertThat(tests(test.group(1))).as(row.group()).contains(test.group(2));
            }
        }
    }

    @Test
    void everyNumberedTestIsInTheTable() throws IOException {
        String table = Files.readString(TABLE);
        Set<String> classes =
                TEST.matcher(table).results().map(test -> test.group(1)).collect(Collectors.toSet());
        for (String each : classes) {
            for (String test : tests(each)) {
                if (NUMBERED.matcher(test).matches()) {
                    assertThat(table).contains("`" + each + "." + test + "`");
                }
            }
        }
    }

    @Test
    void everyRowNamesATestOrSaysWhyThereIsNone() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(TABLE)).results().toList();
        assertThat(rows).hasSizeGreaterThan(80);
        assertThat(rows).allSatisfy(row -> assertThat(
                        TEST.matcher(row.group()).find() || row.group().contains("| – "))
                .as(row.group())
                .isTrue());
    }

    private static Set<String> tests(String name) {
        for (String each : PACKAGES) {
            try {
                return Stream.of(Class.forName(each + "." + name).getDeclaredMethods())
                        .filter(method -> method.getAnnotations().length > 0)
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
            } catch (ClassNotFoundException elsewhere) {
                // In one of the others.
            }
        }
        throw new AssertionError("no class " + name);
    }
}

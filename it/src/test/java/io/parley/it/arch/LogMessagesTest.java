package io.parley.it.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers of log messages in the code, and the operators' table of them. */
class LogMessagesTest {

    private static final List<String> MODULES = List.of("persistence", "ejb", "web", "adapter", "wildfly", "relay");

    /** In a module's logger. */
    private static final Pattern DECLARED =
            Pattern.compile("@LogMessage\\(level = Logger\\.Level\\.(\\w+)\\)\\s+@Message\\(\\s*id = (\\d{4}),");

    /** Where the level is known only when it happens, or no logger of a module is at hand. */
    private static final Pattern LOGGED = Pattern.compile("\"(PARLEY\\d{4}) ");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (PARLEY\\d{4}) \\| (\\w+) \\|");
    private static final Path TABLE = Path.of("..", "docs", "operations", "messages.md");

    /** The levels under which each number is logged, "any" where the code does not say it beside the number. */
    private static Map<String, List<String>> levels() throws IOException {
        Map<String, List<String>> levels = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    String text = Files.readString(source);
                    for (MatchResult found : DECLARED.matcher(text).results().toList()) {
                        levels.computeIfAbsent("PARLEY" + found.group(2), number -> new ArrayList<>())
                                .add(
                                        found.group(1).equals("WARN")
                                                ? "warning"
                                                : found.group(1).toLowerCase(Locale.ROOT));
                    }
                    for (MatchResult found : LOGGED.matcher(text).results().toList()) {
                        levels.computeIfAbsent(found.group(1), number -> new ArrayList<>())
                                .add("any");
                    }
                }
            }
        }
        return levels;
    }

    @Test
    void aNumberHasOnePlace() throws IOException {
        assertThat(levels())
                .hasSizeGreaterThan(40)
                .allSatisfy((number, places) -> assertThat(places).as(number).hasSize(1));
    }

    @Test
    void theTableHasEveryNumberOnceWithItsLevelAndNoOther() throws IOException {
        Map<String, List<String>> levels = levels();
        List<String> rows = new ArrayList<>();
        for (MatchResult row : ROW.matcher(Files.readString(TABLE)).results().toList()) {
            rows.add(row.group(1));
            assertThat(levels.get(row.group(1)))
                    .as(row.group())
                    .isNotNull()
                    .allMatch(level -> level.equals("any") || level.equals(row.group(2)));
        }
        assertThat(rows).containsExactlyElementsOf(levels.keySet());
    }
}

package io.parley.it.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers of log messages in the code, and the operators' table of them. */
class LogMessagesTest {

    private static final List<String> MODULES = List.of("persistence", "ejb", "web", "adapter", "wildfly", "relay");
    private static final Pattern LOGGED = Pattern.compile("\"(PARLEY\\d{4}) ");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (PARLEY\\d{4}) \\|");
    private static final Path TABLE = Path.of("..", "docs", "operations", "messages.md");

    private static Map<String, Set<String>> filesByNumber() throws IOException {
        Map<String, Set<String>> files = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                sources.filter(source -> source.toString().endsWith(".java"))
                        .forEach(
                                source -> LOGGED.matcher(read(source)).results().forEach(found -> files.computeIfAbsent(
                                                found.group(1), number -> new TreeSet<>())
                                        .add(source.getFileName().toString())));
            }
        }
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNumberHasOnePlace() throws IOException {
        assertThat(filesByNumber())
                .hasSizeGreaterThan(40)
                .allSatisfy((number, files) -> assertThat(files).as(number).hasSize(1));
    }

    @Test
    void theTableHasEveryNumberOnceAndNoOther() throws IOException {
        List<String> rows =
                ROW.matcher(read(TABLE)).results().map(found -> found.group(1)).collect(Collectors.toList());
        assertThat(rows).containsExactlyElementsOf(filesByNumber().keySet());
    }
}

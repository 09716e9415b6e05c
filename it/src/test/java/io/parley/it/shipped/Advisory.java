package io.parley.it.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A line of docs/operations/advisories.md. */
record Advisory(String artifact, Version first, Version fixed, String names, String accepted) {

    static final Path FILE = Path.of("..", "docs", "operations", "advisories.md");

    private static final Pattern RANGE = Pattern.compile(">= (\\S+), < (\\S+)");

    static List<Advisory> all() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("| ---") && !line.startsWith("| Artifact"))
                .flatMap(Advisory::of)
                .toList();
    }

    private static Stream<Advisory> of(String line) {
        List<String> cells =
                Pattern.compile("\\|").splitAsStream(line).map(String::strip).toList();
        Matcher range = RANGE.matcher(cells.get(2));
        if (!range.matches() || cells.get(3).isEmpty()) {
            throw new IllegalStateException("not a line of the table: " + line);
        }
        MatchResult bounds = range.toMatchResult();
        String accepted = cells.size() > 5 ? cells.get(5) : "";
        return Stream.of(cells.get(1).split(", "))
                .map(artifact -> new Advisory(
                        artifact, new Version(bounds.group(1)), new Version(bounds.group(2)), cells.get(3), accepted));
    }

    boolean affects(Artifact shipped) {
        Version version = new Version(shipped.version());
        return artifact.equals(shipped.name()) && version.compareTo(first) >= 0 && version.compareTo(fixed) < 0;
    }
}

package io.parley.ejb.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FindingTest {

    private static final Pattern KEY = Pattern.compile("Finding\\s*\\.(?:ok|warning|failed)\\(\\s*\"([^\"]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{\\d\\}");

    @Test
    void everyFindingHasWordsInBothLanguagesAndNoWordsAreLeftOver() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/parley/ejb/doctor"))) {
            for (Path file : files.toList()) {
                KEY.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(used::add);
            }
        }
        assertThat(used).hasSizeGreaterThan(25);
        assertThat(Finding.bundle(Locale.ENGLISH).keySet()).isEqualTo(used);
        assertThat(Finding.bundle(Locale.CHINESE).keySet()).isEqualTo(used);
    }

    @Test
    void bothLanguagesSayTheSameFigures() {
        for (String key : Finding.bundle(Locale.ENGLISH).keySet()) {
            assertThat(places(Locale.CHINESE, key)).as(key).isEqualTo(places(Locale.ENGLISH, key));
            assertThat(Finding.bundle(Locale.CHINESE).getString(key))
                    .as(key)
                    .isNotEqualTo(Finding.bundle(Locale.ENGLISH).getString(key));
        }
    }

    @Test
    void wordsCarryTheirFiguresInTheLanguageAskedForOrElseInEnglish() {
        Finding finding = Finding.ok("disk.ok", 2_048L, "/data");
        assertThat(finding.words(Locale.ENGLISH)).isEqualTo("2,048 MB are free in /data.");
        assertThat(finding.words(Locale.SIMPLIFIED_CHINESE)).isEqualTo("/data 剩余空间 2,048 MB。");
        assertThat(finding.words(Locale.FRENCH)).startsWith("2").endsWith("MB are free in /data.");
    }

    private static Set<String> places(Locale locale, String key) {
        Set<String> places = new TreeSet<>();
        PLACE.matcher(Finding.bundle(locale).getString(key))
                .results()
                .map(MatchResult::group)
                .forEach(places::add);
        return places;
    }
}

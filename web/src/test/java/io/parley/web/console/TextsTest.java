package io.parley.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppSetting;
import io.parley.ejb.report.ReportKind;
import io.parley.ejb.report.ReportTable;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.room.ClientKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No page and no script asks for a sentence that is not there, in either language. */
class TextsTest {

    private static final Path PAGES = Path.of("src/main/webapp");
    private static final Pattern OF_PAGES = Pattern.compile("t\\['([a-zA-Z.-]+)'\\]");
    private static final Pattern OF_SCRIPTS = Pattern.compile("say\\(\"([a-zA-Z.]+)\"");
    private static final Pattern BLANK = Pattern.compile("\\{\\d\\}");

    private static Set<String> keys(String language) {
        return new TreeSet<>(Texts.of(language).keySet());
    }

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertThat(keys("zh")).isEqualTo(keys("en"));
    }

    @Test
    void bothLanguagesHaveTheSameBlanksAndNoEmptySentence() {
        ResourceBundle chinese = Texts.of("zh");
        ResourceBundle english = Texts.of("en");
        for (String key : keys("en")) {
            assertThat(chinese.getString(key)).as(key).isNotBlank();
            assertThat(english.getString(key)).as(key).isNotBlank();
            assertThat(blanks(chinese.getString(key))).as(key).isEqualTo(blanks(english.getString(key)));
        }
    }

    private static Set<String> blanks(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = BLANK.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyKeyOfAPageOrScriptHasItsSentence(String language) throws IOException {
        List<String> wanted = new ArrayList<>();
        try (Stream<Path> files = Files.walk(PAGES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".xhtml")) {
                    find(OF_PAGES, Files.readString(file), wanted, "");
                } else if (file.toString().endsWith(".mjs")) {
                    find(OF_SCRIPTS, Files.readString(file), wanted, "js.");
                }
            }
        }
        assertThat(wanted).hasSizeGreaterThan(150);
        assertThat(keys(language)).containsAll(wanted);
    }

    private static void find(Pattern pattern, String text, List<String> wanted, String prefix) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            wanted.add(prefix + matcher.group(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyReasonRefusalActionRoleAndColumnHasItsSentence(String language) {
        assertThat(keys(language))
                .containsAll(named("reason.", EndReason.values()))
                .containsAll(named("refusal.", Refusal.values()))
                .containsAll(named("action.", AuditAction.values()))
                .containsAll(named("client.", ClientKind.values()))
                .containsAll(named("report.", ReportKind.values()))
                .containsAll(Roles.ALL.stream().map(role -> "role." + role).toList())
                .containsAll(Arrays.stream(ConsolePage.values())
                        .map(page -> "page." + page.path())
                        .toList())
                .containsAll(Arrays.stream(ReportKind.values())
                        .flatMap(kind -> kind.columns().stream())
                        .map(ReportTable.Column::key)
                        .map(key -> "column." + key)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everySettingOfAnAppAndEachOfItsChoicesHasALabel(String language) {
        assertThat(AppSetting.ALL).hasSizeGreaterThan(9);
        for (AppSetting setting : AppSetting.ALL) {
            assertThat(keys(language)).contains("app." + setting.name());
            for (String choice : setting.choices()) {
                assertThat(keys(language)).contains("app." + setting.name() + "." + choice);
            }
        }
    }

    private static List<String> named(String prefix, Enum<?>[] values) {
        return Arrays.stream(values).map(value -> prefix + value.name()).toList();
    }

    @Test
    void aSentenceCannotEndTheScriptElementItIsIn() {
        assertThat(Texts.json("en")).doesNotContain("<").startsWith("{");
    }
}

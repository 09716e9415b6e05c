package io.parley.ejb.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.app.App;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppSettingsTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);

    private final App app = new App(new AppId(7), "seven", NOW);
    private final List<String> heard = new ArrayList<>();

    @Test
    void whatIsGivenChangesAndIsToldWithWhatWasBefore() {
        AppSettings change =
                new AppSettings("eight", 3, 90, 60, "refuse", "end", "edge", true, true, true, false, "as agreed");
        apply(change);
        assertThat(AppSettings.of(app))
                .isEqualTo(new AppSettings("eight", 3, 90, 60, "refuse", "end", "edge", true, true, true, false, null));
        assertThat(heard)
                .containsExactly(
                        "name seven eight",
                        "maxUsers 0 3",
                        "maxMinutes 0 90",
                        "graceSeconds 0 60",
                        "duplicateLogin replace refuse",
                        "tokenExpiry warn end",
                        "firstFrame fast edge",
                        "earlyPlay false true",
                        "record false true",
                        "cbcTokens false true",
                        "enabled true false");
    }

    @Test
    void whatIsNotGivenOrIsSoAlreadyStaysAndIsNotTold() {
        AppSettings before = AppSettings.of(app);
        apply(change(Map.of("name", "seven", "enabled", "true", "graceSeconds", "0")));
        assertThat(AppSettings.of(app)).isEqualTo(before);
        assertThat(heard).isEmpty();
    }

    @Test
    void nothingTakesALimitAway() {
        apply(change(Map.of("graceSeconds", "60", "maxUsers", "3", "maxMinutes", "90")));
        apply(change(Map.of("graceSeconds", "0", "maxUsers", "0", "maxMinutes", "0")));
        assertThat(app.graceSeconds()).isNull();
        assertThat(app.maxMinutes()).isNull();
        assertThat(app.roomCapacity()).isZero();
    }

    @Test
    void whatIsOutOfRangeIsRefusedByName() {
        refused("name", " ");
        refused("name", "x".repeat(129));
        for (int grace : List.of(-1, 4, 601)) {
            refused("graceSeconds", String.valueOf(grace));
        }
        refused("maxUsers", "-1");
        refused("maxMinutes", "10081");
    }

    @Test
    void whatIsNoChoiceOrNoNumberIsRefusedByName() {
        assertThat(refused("duplicateLogin", "both")).isEqualTo("duplicateLogin must be replace or refuse");
        assertThat(refused("firstFrame", "FAST")).isEqualTo("firstFrame must be edge, fast or smooth");
        refused("maxUsers", "many");
    }

    @Test
    void aReasonAloneChangesNothing() {
        assertThat(new AppSettings(null, null, null, null, null, null, null, null, null, null, null, "only")
                        .changesNothing())
                .isTrue();
        assertThat(change(Map.of("record", "false")).changesNothing()).isFalse();
    }

    private static AppSettings change(Map<String, String> texts) {
        return AppSetting.parse(texts);
    }

    private void apply(AppSettings change) {
        change.apply(app, NOW, (setting, before, after) -> heard.add(setting + " " + before + " " + after));
    }

    private String refused(String name, String value) {
        List<String> details = new ArrayList<>();
        assertThatThrownBy(() -> apply(change(Map.of(name, value)))).isInstanceOfSatisfying(Refused.class, e -> {
            assertThat(e.refusal()).isEqualTo(Refusal.ARGUMENT_WRONG);
            assertThat(e.detail()).startsWith(name);
            details.add(e.detail());
        });
        return details.get(0);
    }
}

package io.parley.ejb.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.app.App;
import io.parley.persistence.app.DuplicateLogin;
import io.parley.persistence.app.FirstFrame;
import io.parley.persistence.app.TokenExpiry;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppSettingsChangeTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);

    private final App app = new App(new AppId(7), "seven", NOW);
    private final List<String> heard = new ArrayList<>();

    @Test
    void whatIsGivenChangesAndIsToldWithWhatWasBefore() {
        apply(new AppSettingsChange(
                "eight", false, FirstFrame.EDGE, true, DuplicateLogin.REFUSE, 60, 3, 90, TokenExpiry.END, true));
        assertThat(AppSettings.of(app))
                .isEqualTo(new AppSettings(
                        7,
                        "eight",
                        false,
                        FirstFrame.EDGE,
                        true,
                        DuplicateLogin.REFUSE,
                        60,
                        3,
                        90,
                        TokenExpiry.END,
                        true));
        assertThat(heard)
                .containsExactly(
                        "name seven eight",
                        "enabled true false",
                        "firstFrame FAST EDGE",
                        "record false true",
                        "duplicateLogin REPLACE REFUSE",
                        "graceSeconds 0 60",
                        "maxUsers 0 3",
                        "maxMinutes 0 90",
                        "tokenExpiry WARN END",
                        "cbcTokens false true");
    }

    @Test
    void whatIsNotGivenOrIsSoAlreadyStaysAndIsNotTold() {
        AppSettings before = AppSettings.of(app);
        apply(new AppSettingsChange("seven", true, null, null, null, 0, null, null, null, null));
        assertThat(AppSettings.of(app)).isEqualTo(before);
        assertThat(heard).isEmpty();
    }

    @Test
    void nothingTakesALimitAway() {
        apply(new AppSettingsChange(null, null, null, null, null, 60, 3, 90, null, null));
        apply(new AppSettingsChange(null, null, null, null, null, 0, 0, 0, null, null));
        assertThat(app.graceSeconds()).isNull();
        assertThat(app.maxMinutes()).isNull();
        assertThat(app.roomCapacity()).isZero();
    }

    @Test
    void whatIsOutOfRangeIsRefusedByName() {
        refused(new AppSettingsChange(" ", null, null, null, null, null, null, null, null, null), "name");
        refused(new AppSettingsChange("x".repeat(129), null, null, null, null, null, null, null, null, null), "name");
        for (int grace : List.of(-1, 4, 601)) {
            refused(new AppSettingsChange(null, null, null, null, null, grace, null, null, null, null), "graceSeconds");
        }
        refused(new AppSettingsChange(null, null, null, null, null, null, -1, null, null, null), "maxUsers");
        refused(new AppSettingsChange(null, null, null, null, null, null, null, 10_081, null, null), "maxMinutes");
    }

    private void apply(AppSettingsChange change) {
        change.requireRight();
        change.apply(app, NOW, (setting, before, after) -> heard.add(setting + " " + before + " " + after));
    }

    private static void refused(AppSettingsChange change, String name) {
        assertThatThrownBy(change::requireRight).isInstanceOfSatisfying(Refused.class, e -> {
            assertThat(e.refusal()).isEqualTo(Refusal.ARGUMENT_WRONG);
            assertThat(e.detail()).startsWith(name);
        });
    }
}

package io.parley.ejb.app;

import io.parley.persistence.app.App;
import io.parley.persistence.app.DuplicateLogin;
import io.parley.persistence.app.FirstFrame;
import io.parley.persistence.app.TokenExpiry;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** New values for settings of an app, as in {@link AppSettings}; null leaves a setting unchanged. */
public record AppSettingsChange(
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable FirstFrame firstFrame,
        @Nullable Boolean record,
        @Nullable DuplicateLogin duplicateLogin,
        @Nullable Integer graceSeconds,
        @Nullable Integer maxUsers,
        @Nullable Integer maxMinutes,
        @Nullable TokenExpiry tokenExpiry,
        @Nullable Boolean cbcTokens) {

    static final int LONGEST_NAME = 128;
    private static final int MIN_GRACE = 5;
    private static final int MAX_GRACE = 600;
    private static final int MAX_USERS = 100_000;
    private static final int MAX_MINUTES = 7 * 24 * 60;

    /** Hears of each setting that really changes. */
    interface Changed {
        void changed(String setting, Object before, Object after);
    }

    /** Tells whether nothing is to be changed. */
    public boolean isEmpty() {
        return Stream.of(
                        name,
                        enabled,
                        firstFrame,
                        record,
                        duplicateLogin,
                        graceSeconds,
                        maxUsers,
                        maxMinutes,
                        tokenExpiry,
                        cbcTokens)
                .allMatch(Objects::isNull);
    }

    void requireRight() {
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "name must have 1 to " + LONGEST_NAME + " characters");
        }
        requireRange("graceSeconds", graceSeconds, MIN_GRACE, MAX_GRACE);
        requireRange("maxUsers", maxUsers, 1, MAX_USERS);
        requireRange("maxMinutes", maxMinutes, 1, MAX_MINUTES);
    }

    private static void requireRange(String name, @Nullable Integer value, int min, int max) {
        if (value != null && value != 0 && (value < min || value > max)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name + " must be " + min + " to " + max + ", or 0");
        }
    }

    void apply(App app, Instant now, Changed changed) {
        AppSettings before = AppSettings.of(app);
        set(app, before, "name", name, AppSettings::name, App::rename, changed);
        set(app, before, "enabled", enabled, AppSettings::enabled, (to, on) -> switchTo(to, on, now), changed);
        set(app, before, "firstFrame", firstFrame, AppSettings::firstFrame, App::startPlayersBy, changed);
        set(app, before, "record", record, AppSettings::record, App::record, changed);
        set(app, before, "duplicateLogin", duplicateLogin, AppSettings::duplicateLogin, App::onDuplicateLogin, changed);
        set(
                app,
                before,
                "graceSeconds",
                graceSeconds,
                AppSettings::graceSeconds,
                (to, v) -> to.graceOf(orNull(v)),
                changed);
        set(app, before, "maxUsers", maxUsers, AppSettings::maxUsers, App::limitRoomsTo, changed);
        set(
                app,
                before,
                "maxMinutes",
                maxMinutes,
                AppSettings::maxMinutes,
                (to, v) -> to.limitCallsTo(orNull(v)),
                changed);
        set(app, before, "tokenExpiry", tokenExpiry, AppSettings::tokenExpiry, App::onTokenExpiry, changed);
        set(app, before, "cbcTokens", cbcTokens, AppSettings::cbcTokens, App::allowCbcTokens, changed);
    }

    private static <T> void set(
            App app,
            AppSettings before,
            String setting,
            @Nullable T wanted,
            Function<AppSettings, T> get,
            BiConsumer<App, T> put,
            Changed changed) {
        T old = get.apply(before);
        if (wanted != null && !Objects.equals(wanted, old)) {
            put.accept(app, wanted);
            changed.changed(setting, old, wanted);
        }
    }

    private static void switchTo(App app, boolean enabled, Instant now) {
        if (enabled) {
            app.enable();
        } else {
            app.disable(now);
        }
    }

    private static @Nullable Integer orNull(int value) {
        return value == 0 ? null : value;
    }
}

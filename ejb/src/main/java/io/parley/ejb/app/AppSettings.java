package io.parley.ejb.app;

import io.parley.persistence.app.App;
import io.parley.persistence.app.DuplicateLogin;
import io.parley.persistence.app.FirstFrame;
import io.parley.persistence.app.TokenExpiry;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set for an app, as APIs write it, and a change of it, in which null leaves a setting as it is. REST and the
 * console take the settings from here by their names; the rules of their values are those of {@link App}.
 *
 * @param maxUsers seats of a room whose first login names no number; 0 for no limit
 * @param maxMinutes how long a call may last, at most a week; 0 for as long as it likes
 * @param graceSeconds how long a user may be away, 5 to 600; 0 for the server's own time
 * @param firstFrame what players get first
 * @param earlyPlay whether a stream may be asked for before it is published
 * @param record whether what is published is written to disk
 * @param cbcTokens whether tokens in the unauthenticated CBC form are good
 * @param reason why they are changed; no setting
 */
public record AppSettings(
        @Nullable String name,
        @Nullable Integer maxUsers,
        @Nullable Integer maxMinutes,
        @Nullable Integer graceSeconds,
        @OneOf(DuplicateLogin.class) @Nullable String duplicateLogin,
        @OneOf(TokenExpiry.class) @Nullable String tokenExpiry,
        @OneOf(FirstFrame.class) @Nullable String firstFrame,
        @Nullable Boolean earlyPlay,
        @Nullable Boolean record,
        @Nullable Boolean cbcTokens,
        @Nullable Boolean enabled,
        @Nullable String reason) {

    /** Receives each setting that really changes. */
    interface Changed {
        void changed(String setting, Object before, Object after);
    }

    static AppSettings of(App app) {
        return new AppSettings(
                app.name(),
                app.roomCapacity(),
                orZero(app.maxMinutes()),
                orZero(app.graceSeconds()),
                AppSetting.label(app.duplicateLogin()),
                AppSetting.label(app.tokenExpiry()),
                AppSetting.label(app.firstFrame()),
                app.allowsEarlyPlay(),
                app.isRecording(),
                app.allowsCbcTokens(),
                app.isEnabled(),
                null);
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /** True where no setting is given. */
    public boolean changesNothing() {
        return AppSetting.ALL.stream().allMatch(setting -> setting.valueIn(this) == null);
    }

    void apply(App app, Instant at, Changed changed) {
        AppSetting.ALL.forEach(setting -> setting.require(this));
        AppSettings before = of(app);
        set(name, app::rename);
        set(maxUsers, app::limitRoomsTo);
        set(maxMinutes, app::limitCallsTo);
        set(graceSeconds, app::graceOf);
        set(choice(DuplicateLogin.class, duplicateLogin), app::onDuplicateLogin);
        set(choice(TokenExpiry.class, tokenExpiry), app::onTokenExpiry);
        set(choice(FirstFrame.class, firstFrame), app::startPlayersBy);
        set(earlyPlay, app::allowEarlyPlay);
        set(record, app::record);
        set(cbcTokens, app::allowCbcTokens);
        set(enabled, on -> app.switchTo(on, at));
        AppSettings after = of(app);
        for (AppSetting setting : AppSetting.ALL) {
            Object old = Objects.requireNonNull(setting.valueIn(before));
            Object now = Objects.requireNonNull(setting.valueIn(after));
            if (!old.equals(now)) {
                changed.changed(setting.name(), old, now);
            }
        }
    }

    private static <T> void set(@Nullable T value, Consumer<T> put) {
        if (value != null) {
            put.accept(value);
        }
    }

    private static <E extends Enum<E>> @Nullable E choice(Class<E> type, @Nullable String label) {
        return label == null ? null : Enum.valueOf(type, label.toUpperCase(Locale.ROOT));
    }
}

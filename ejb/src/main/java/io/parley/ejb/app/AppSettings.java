package io.parley.ejb.app;

import io.parley.persistence.app.App;
import io.parley.persistence.app.DuplicateLogin;
import io.parley.persistence.app.FirstFrame;
import io.parley.persistence.app.TokenExpiry;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set for an app.
 *
 * @param firstFrame what players get first
 * @param record whether what is published is written to disk
 * @param graceSeconds how long a user may be away, 5 to 600; 0 for the server's own time
 * @param maxUsers seats of a room whose first login names no number; 0 for no limit
 * @param maxMinutes how long a call may last, at most a week; 0 for as long as it likes
 * @param cbcTokens whether tokens in the unauthenticated CBC form are good
 */
public record AppSettings(
        long appID,
        String name,
        boolean enabled,
        FirstFrame firstFrame,
        boolean record,
        DuplicateLogin duplicateLogin,
        int graceSeconds,
        int maxUsers,
        int maxMinutes,
        TokenExpiry tokenExpiry,
        boolean cbcTokens) {

    static AppSettings of(App app) {
        return new AppSettings(
                app.id().value(),
                app.name(),
                app.isEnabled(),
                app.firstFrame(),
                app.isRecording(),
                app.duplicateLogin(),
                orZero(app.graceSeconds()),
                app.roomCapacity(),
                orZero(app.maxMinutes()),
                app.tokenExpiry(),
                app.allowsCbcTokens());
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}

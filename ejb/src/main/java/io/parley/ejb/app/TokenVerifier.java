package io.parley.ejb.app;

import io.parley.persistence.admin.SecretVault;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.room.Admission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges room tokens and makes temporary ones. */
@ApplicationScoped
public class TokenVerifier {

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AppRepository apps;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SecretVault vault;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    /** What the token lets this user do in this room. */
    public Admission verify(@Nullable String token, AppId app, UserId user, RoomId room) {
        return judge(Token04.open(token, secrets(app)), app, user, room, clock.instant());
    }

    static Admission judge(Token04 opened, AppId app, UserId user, RoomId room, Instant now) {
        if (opened.appId() != app.value()) {
            throw new Refused(Refusal.TOKEN_APP_MISMATCH);
        }
        if (!opened.userId().equals(user.value())) {
            throw new Refused(Refusal.TOKEN_USER_MISMATCH);
        }
        if (!now.isBefore(opened.expiresAt())) {
            throw new Refused(Refusal.TOKEN_EXPIRED, "since " + opened.expiresAt());
        }
        String onlyRoom = opened.roomId();
        if (onlyRoom != null && !onlyRoom.equals(room.value())) {
            throw new Refused(Refusal.TOKEN_ROOM_MISMATCH);
        }
        if (!opened.mayLogin()) {
            throw new Refused(Refusal.TOKEN_NO_LOGIN_RIGHT);
        }
        return new Admission(opened.mayPublish(), opened.streamIds(), opened.expiresAt());
    }

    /** Signs a token with the app's primary secret. */
    public String issue(Token04 content) {
        return content.seal(secrets(new AppId(content.appId())).get(0), clock.instant());
    }

    private List<String> secrets(AppId app) {
        return apps.secrets(app).stream()
                .map(secret -> new String(vault.unseal(secret.ciphertext()), StandardCharsets.US_ASCII))
                .toList();
    }
}

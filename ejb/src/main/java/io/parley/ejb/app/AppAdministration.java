package io.parley.ejb.app;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.admin.SecretVault;
import io.parley.persistence.app.App;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.AppSecret;
import io.parley.persistence.app.FirstFrame;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.UserId;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates, changes and switches off apps. */
@Stateless
public class AppAdministration {

    /** A new app, with its secret this once. */
    public record CreatedApp(AppId appId, String name, String serverSecret) {}

    /** An app as lists show it. */
    public record AppView(
            long appId, String name, Instant createdAt, boolean enabled, FirstFrame firstFrame, boolean recording) {}

    /** The content of a temporary token. */
    public record TokenRequest(
            UserId user,
            @Nullable RoomId room,
            boolean mayLogin,
            boolean mayPublish,
            @Nullable List<StreamId> streams,
            long effectiveSeconds) {}

    private static final long MAX_TOKEN_SECONDS = 24L * 3600;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AppRepository apps;
    private final AppCache cache;
    private final SecretVault vault;
    private final TokenVerifier tokens;
    private final Clock clock;
    private final AuditTrail audit;

    @Inject
    public AppAdministration(
            AppRepository apps,
            AppCache cache,
            SecretVault vault,
            TokenVerifier tokens,
            Clock clock,
            AuditTrail audit) {
        this.apps = apps;
        this.cache = cache;
        this.vault = vault;
        this.tokens = tokens;
        this.clock = clock;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AppAdministration() {
        this(null, null, null, null, null, null);
    }

    @RequiresRole(Roles.SYSTEM_ADMIN)
    public CreatedApp create(@Nullable String name, String admin) {
        AppId id = freeId();
        String secret = AppSecrets.newSecret();
        Instant now = clock.instant();
        App app = new App(id, name, now);
        apps.add(
                app,
                new AppSecret(id, AppSecrets.PRIMARY, vault.seal(secret.getBytes(StandardCharsets.US_ASCII)), now));
        audit.record(
                AuditRecord.byAdmin(id.value(), admin, AuditAction.APP_CREATE).with(AuditDetail.NAME, app.name()));
        return new CreatedApp(id, app.name(), secret);
    }

    /** Ten digits that do not tell how many apps there are. */
    private AppId freeId() {
        while (true) {
            AppId id = new AppId(1_000_000_000L + RANDOM.nextLong(3_000_000_000L));
            if (!apps.exists(id)) {
                return id;
            }
        }
    }

    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public List<AppView> list() {
        return apps.all().stream()
                .map(app -> new AppView(
                        app.id().value(),
                        app.name(),
                        app.createdAt(),
                        app.isEnabled(),
                        app.firstFrame(),
                        app.isRecording()))
                .toList();
    }

    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public AppSettings settings(AppId id) {
        return AppSettings.of(apps.known(id));
    }

    /** Changes what is given; each change is audited with what was before. A reason is kept if there is one. */
    @RequiresRole(Roles.SYSTEM_ADMIN)
    public AppSettings change(AppId id, AppSettings change, AdminAction action) {
        String reason = action.reason() == null ? "" : action.requireReason();
        App app = apps.lock(id);
        cache.changed(id);
        change.apply(app, clock.instant(), (setting, before, after) -> {
            AuditRecord changed = AuditRecord.byAdmin(id.value(), action.admin(), AuditAction.APP_CHANGE)
                    .from(action.address())
                    .with(AuditDetail.SETTING, setting)
                    .with(AuditDetail.BEFORE, before)
                    .with(AuditDetail.AFTER, after);
            audit.record(reason.isEmpty() ? changed : changed.with(AuditDetail.REASON, reason));
        });
        return AppSettings.of(app);
    }

    /** A token for trying things out, at most for a day. */
    @RequiresRole(Roles.SYSTEM_ADMIN)
    public String temporaryToken(AppId app, TokenRequest request, String admin) {
        apps.require(app);
        if (request.effectiveSeconds() < 1 || request.effectiveSeconds() > MAX_TOKEN_SECONDS) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "effectiveSeconds must be 1 to " + MAX_TOKEN_SECONDS);
        }
        RoomId room = request.room();
        List<StreamId> streams = request.streams();
        String token = tokens.issue(new Token04(
                app.value(),
                request.user().value(),
                clock.instant().plusSeconds(request.effectiveSeconds()),
                room == null ? null : room.value(),
                request.mayLogin(),
                request.mayPublish(),
                streams == null ? null : streams.stream().map(StreamId::value).toList()));
        audit.record(AuditRecord.byAdmin(app.value(), admin, AuditAction.TOKEN_ISSUE)
                .about(request.user().value())
                .in(room == null ? null : room.value())
                .with(AuditDetail.EFFECTIVE_SECONDS, request.effectiveSeconds()));
        return token;
    }
}

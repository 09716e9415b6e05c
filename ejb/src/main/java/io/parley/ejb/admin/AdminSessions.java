package io.parley.ejb.admin;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.admin.AdminRepository;
import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.admin.AdminUser;
import io.parley.persistence.admin.ServerKeys;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Who is signed in. */
@Stateless
public class AdminSessions {

    /** The token for everything else, and its life in seconds. */
    public record Session(String accessToken, long expiresIn, boolean mustChangePassword) {}

    /** Written at most so often, or every click would be a write. */
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AdminRepository accounts;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AdminAccounts people;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SessionTokens tokens;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private ServerKeys keys;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AuditTrail audit;

    @Inject
    @ConfigProperty(name = "parley.console.idle-minutes", defaultValue = "30")
    private int idleMinutes;

    /** Somebody with a local account. */
    public Session signIn(@Nullable String username, @Nullable String password, AdminSession.Origin origin) {
        AdminUser account = people.checkForSession(username, password, origin.address());
        return open(
                account.username(), account.roles(), AdminSession.Source.LOCAL, origin, account.mustChangePassword());
    }

    /** Somebody for whom the enterprise's identity provider has answered. */
    public Session signInExternal(String username, Set<String> roles, AdminSession.Origin origin) {
        try {
            Roles.requireSeparate(roles);
        } catch (Refused e) {
            audit.refused(AuditRecord.refusedToAdmin(username, AuditAction.SESSION_OPEN, e.refusal())
                    .from(origin.address())
                    .with(Map.of("roles", new TreeSet<>(roles))));
            throw e;
        }
        return open(username, roles, AdminSession.Source.OIDC, origin, false);
    }

    /** The enterprise's identity provider has answered, and did not say who it is. */
    public void externalFailed(String address) {
        audit.refused(AuditRecord.refusedToAdmin("", AuditAction.SESSION_OPEN, Refusal.SIGN_IN_FAILED)
                .from(address)
                .with(Map.of("source", AdminSession.Source.OIDC)));
    }

    private Session open(
            String username,
            Set<String> roles,
            AdminSession.Source source,
            AdminSession.Origin origin,
            boolean mustChangePassword) {
        ServerKeys.SessionKey key = tokens.key();
        AdminSession session = new AdminSession(
                UUID.randomUUID().toString(),
                username,
                roles,
                source,
                key.kid(),
                origin,
                clock.instant(),
                SessionTokens.LIFE);
        accounts.open(session);
        audit.record(AuditRecord.byAdmin(null, username, AuditAction.SESSION_OPEN)
                .from(origin.address())
                .with(Map.of("session", session.id(), "source", source, "console", origin.console())));
        return new Session(tokens.issue(session, key), SessionTokens.LIFE.toSeconds(), mustChangePassword);
    }

    /**
     * Whether a token's session is open and still what the token says. Asked at every request.
     *
     * @param active whether a person does something now, as opposed to a page that refreshes itself
     */
    public boolean isOpen(@Nullable String id, String username, Set<String> roles, boolean active) {
        Instant now = clock.instant();
        Optional<AdminSession> found = id == null ? Optional.empty() : accounts.session(id);
        if (found.isEmpty()
                || !found.get().username().equals(username)
                || !found.get().roles().equals(roles)
                || !found.get().isOpen(now, Duration.ofMinutes(idleMinutes))) {
            return false;
        }
        AdminSession session = found.get();
        if (active && session.seenAt().plus(SEEN_STEP).isBefore(now)) {
            accounts.seen(session.id(), now);
        }
        return true;
    }

    /** Whether this person has to choose a password first. */
    public boolean mustChangePassword(String id) {
        return accounts.session(id)
                .filter(session -> session.source() == AdminSession.Source.LOCAL)
                .flatMap(session -> accounts.find(session.username()))
                .map(AdminUser::mustChangePassword)
                .orElse(false);
    }

    public void signOut(String id, String username) {
        accounts.session(id).ifPresent(session -> {
            session.end(AdminSession.End.SIGNED_OUT, clock.instant());
            audit.record(
                    AuditRecord.byAdmin(null, username, AuditAction.SESSION_END).with(Map.of("session", id)));
        });
    }

    /** Consoles at which nobody was seen since then are closed. */
    public Instant seenAfter() {
        return clock.instant().minus(Duration.ofMinutes(idleMinutes));
    }

    /** Somebody else's session, or one's own elsewhere. */
    public void end(String id, @Nullable String reason, String admin) {
        String why = AdminAct.requireReason(reason);
        AdminSession session = accounts.session(id).orElseThrow(() -> new Refused(Refusal.SESSION_UNKNOWN));
        session.end(AdminSession.End.ENDED_BY_ADMIN, clock.instant());
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.SESSION_END)
                .about(session.username())
                .with(Map.of("session", id, "reason", why)));
    }

    /**
     * Signs with another key from now on.
     *
     * @param endSessions whether everybody has to sign in again, as when the old key may be known to strangers
     */
    public void rotateKey(boolean endSessions, @Nullable String reason, String admin) {
        String why = AdminAct.requireReason(reason);
        String kid = keys.rotateSessionKey().orElseThrow(() -> new Refused(Refusal.KEYS_USED_UP));
        if (endSessions) {
            accounts.endAllSessions(AdminSession.End.KEY_ROTATED, clock.instant());
        }
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.KEY_ROTATE)
                .with(Map.of("key", kid, "endSessions", endSessions, "reason", why)));
    }
}

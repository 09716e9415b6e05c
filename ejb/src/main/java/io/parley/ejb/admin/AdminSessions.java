package io.parley.ejb.admin;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.admin.AdminRepository;
import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.admin.AdminUser;
import io.parley.persistence.admin.ServerKeys;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Sessions of administrators. */
@Stateless
public class AdminSessions {

    /** The token for everything else, and its life in seconds. */
    public record Session(String accessToken, long expiresIn, boolean mustChangePassword) {}

    /** Written at most so often, or every click would be a write. */
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);

    private final AdminRepository accounts;
    private final PasswordChecks passwords;
    private final SessionOpening opening;
    private final ServerKeys keys;
    private final Clock clock;
    private final AuditTrail audit;
    private final int idleMinutes;

    @Inject
    public AdminSessions(
            AdminRepository accounts,
            PasswordChecks passwords,
            SessionOpening opening,
            ServerKeys keys,
            Clock clock,
            AuditTrail audit,
            @ConfigProperty(name = "parley.console.idle-minutes", defaultValue = "30") int idleMinutes) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.opening = opening;
        this.keys = keys;
        this.clock = clock;
        this.audit = audit;
        this.idleMinutes = idleMinutes;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AdminSessions() {
        this(null, null, null, null, null, null, 0);
    }

    /**
     * A session of a local account.
     *
     * @param device the device cookie of the request, null or empty for none
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Session signIn(
            @Nullable String username, @Nullable String password, AdminSession.Origin origin, @Nullable String device) {
        return opening.open(passwords.signIn(username, password, origin.address(), device), origin);
    }

    /**
     * A session of a person for whom the enterprise's identity provider has answered. What is refused is recorded with issuer and subject.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Session signInExternal(OidcProvider.Person person, AdminSession.Origin origin) {
        try {
            try {
                PasswordHash.requireName(person.username());
            } catch (Refused e) {
                throw new Refused(Refusal.EXTERNAL_NAME_ILLEGAL);
            }
            Roles.requireSeparate(person.roles());
            return opening.open(person, origin);
        } catch (Refused e) {
            // Not by the name: it may be that of a local account.
            audit.refused(AuditRecord.refusedToAdmin("", AuditAction.SESSION_OPEN, e.refusal())
                    .from(origin.address())
                    .with(AuditDetail.SOURCE, AdminSession.Source.OIDC)
                    .with(AuditDetail.NAME, PasswordHash.printable(person.username()))
                    .with(AuditDetail.ROLES, new TreeSet<>(person.roles()))
                    .with(AuditDetail.ISSUER, person.identity().issuer())
                    .with(AuditDetail.SUBJECT, person.identity().subject()));
            throw e;
        }
    }

    /**
     * A sign-in by the identity provider that did not succeed.
     *
     * @param cause what was wrong, in one word
     */
    public void externalFailed(String cause, String address) {
        audit.refused(AuditRecord.refusedToAdmin("", AuditAction.SESSION_OPEN, Refusal.SIGN_IN_FAILED)
                .from(address)
                .with(AuditDetail.SOURCE, AdminSession.Source.OIDC)
                .with(AuditDetail.CAUSE, cause));
    }

    /**
     * Tells whether a token's session is open and still as the token says. Asked at every request.
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

    /**
     * Lets an export go on while its session is open; asked about once a second.
     *
     * @param app the app that it is about, null for none
     * @param request what was asked for, for the audit
     * @throws Refused {@code SESSION_ENDED}, and recorded, when the session has ended for whatever reason
     */
    public void requireOpen(String id, String username, Set<String> roles, @Nullable Long app, String request) {
        if (!isOpen(id, username, roles, false)) {
            audit.refused(AuditRecord.refusedToAdmin(username, AuditAction.EXPORT_CUT, Refusal.SESSION_ENDED)
                    .ofApp(app)
                    .with(AuditDetail.SESSION, id)
                    .with(AuditDetail.REQUEST, request));
            throw new Refused(Refusal.SESSION_ENDED);
        }
    }

    /** Tells whether this person has to choose a password first. */
    public boolean mustChangePassword(String id) {
        return accounts.session(id)
                .filter(session -> session.source() == AdminSession.Source.LOCAL)
                .flatMap(session -> accounts.find(session.username()))
                .map(AdminUser::mustChangePassword)
                .orElse(false);
    }

    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public void signOut(String id, String username) {
        accounts.session(id).ifPresent(session -> {
            session.end(AdminSession.End.SIGNED_OUT, clock.instant());
            audit.record(
                    AuditRecord.byAdmin(null, username, AuditAction.SESSION_END).with(AuditDetail.SESSION, id));
        });
    }

    /** Consoles at which nobody was seen since then are closed. */
    public Instant seenAfter() {
        return clock.instant().minus(Duration.ofMinutes(idleMinutes));
    }

    /** Ends somebody else's session, or one's own elsewhere. */
    @RequiresRole(Roles.SECURITY_ADMIN)
    public void end(String id, @Nullable String reason, String admin) {
        String why = AdminAction.requireReason(reason);
        AdminSession session = accounts.session(id).orElseThrow(() -> new Refused(Refusal.SESSION_UNKNOWN));
        session.end(AdminSession.End.ENDED_BY_ADMIN, clock.instant());
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.SESSION_END)
                .about(session.username())
                .with(AuditDetail.SESSION, id)
                .with(AuditDetail.REASON, why));
    }

    /**
     * Signs with another key from now on.
     *
     * @param endSessions whether everybody has to sign in again, as when the old key may be known to strangers
     */
    @RequiresRole(Roles.SECURITY_ADMIN)
    public void rotateKey(boolean endSessions, @Nullable String reason, String admin) {
        String why = AdminAction.requireReason(reason);
        String kid = keys.rotateSessionKey().orElseThrow(() -> new Refused(Refusal.KEYS_USED_UP));
        if (endSessions) {
            accounts.endAllSessions(AdminSession.End.KEY_ROTATED, clock.instant());
        }
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.KEY_ROTATE)
                .with(AuditDetail.KEY, kid)
                .with(AuditDetail.END_SESSIONS, endSessions)
                .with(AuditDetail.REASON, why));
    }
}

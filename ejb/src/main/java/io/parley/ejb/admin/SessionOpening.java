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
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens sessions of those of whom it is known who they are. */
@Stateless
public class SessionOpening {

    private final AdminRepository accounts;
    private final SessionTokens tokens;
    private final Clock clock;
    private final AuditTrail audit;

    @Inject
    public SessionOpening(AdminRepository accounts, SessionTokens tokens, Clock clock, AuditTrail audit) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.clock = clock;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public SessionOpening() {
        this(null, null, null, null);
    }

    /** Of a local account, if it still is what its password was right for. */
    public AdminSessions.Session open(PasswordChecks.Proof proof, AdminSession.Origin origin) {
        AdminUser account = accounts.findUnchanged(proof.username(), proof.passwordHash())
                .orElseThrow(() -> {
                    audit.refused(AuditRecord.refusedToAdmin(
                                    proof.username(), AuditAction.SESSION_OPEN, Refusal.CREDENTIALS_WRONG)
                            .from(origin.address()));
                    return new Refused(Refusal.CREDENTIALS_WRONG);
                });
        return open(account.username(), account.roles(), null, origin, account.mustChangePassword());
    }

    /** Of a person of the identity provider. A name is of a local account or of the provider, never of both. */
    public AdminSessions.Session open(OidcProvider.Person person, AdminSession.Origin origin) {
        accounts.lock();
        if (accounts.find(person.username()).isPresent()) {
            throw new Refused(Refusal.EXTERNAL_NAME_TAKEN);
        }
        return open(person.username(), person.roles(), person.identity(), origin, false);
    }

    private AdminSessions.Session open(
            String username,
            Set<String> roles,
            AdminSession.@Nullable Identity identity,
            AdminSession.Origin origin,
            boolean mustChangePassword) {
        ServerKeys.SessionKey key = tokens.key();
        AdminSession session = new AdminSession(
                UUID.randomUUID().toString(),
                username,
                roles,
                identity,
                key.kid(),
                origin,
                clock.instant(),
                SessionTokens.LIFE);
        accounts.open(session);
        AuditRecord opened = AuditRecord.byAdmin(null, username, AuditAction.SESSION_OPEN)
                .from(origin.address())
                .with(AuditDetail.SESSION, session.id())
                .with(AuditDetail.SOURCE, session.source())
                .with(AuditDetail.CONSOLE, origin.console());
        audit.record(
                identity == null
                        ? opened
                        : opened.with(AuditDetail.ISSUER, identity.issuer())
                                .with(AuditDetail.SUBJECT, identity.subject()));
        return new AdminSessions.Session(
                tokens.issue(session, key), SessionTokens.LIFE.toSeconds(), mustChangePassword);
    }
}

package io.parley.ejb.admin;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.admin.AdminRepository;
import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.admin.AdminUser;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The short transactions around a password: what is read before its hash is derived, and what is written after. */
@Stateless
public class AccountChanges {

    private final AdminRepository accounts;
    private final Clock clock;
    private final AuditTrail audit;

    @Inject
    public AccountChanges(AdminRepository accounts, Clock clock, AuditTrail audit) {
        this.accounts = accounts;
        this.clock = clock;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AccountChanges() {
        this(null, null, null);
    }

    /** The account as it is now, with the hash to compare with. */
    public Optional<PasswordChecks.Proof> credential(String username) {
        return accounts.find(username)
                .map(account -> new PasswordChecks.Proof(account.username(), account.passwordHash()));
    }

    /** An account's name as it is written. */
    public String nameOf(String username) {
        return accounts.find(username).map(AdminUser::username).orElseThrow(() -> new Refused(Refusal.ADMIN_UNKNOWN));
    }

    public void create(String name, String passwordHash, Set<String> roles, String admin) {
        accounts.lock();
        requireFree(name);
        accounts.add(AdminUser.invited(name, passwordHash, roles, clock.instant()));
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.ADMIN_CREATE)
                .about(name)
                .with(AuditDetail.ROLES, new TreeSet<>(roles)));
    }

    private void requireFree(String name) {
        if (accounts.find(name).isPresent()) {
            throw new Refused(Refusal.ADMIN_EXISTS);
        }
        if (accounts.isNameOfProvider(name)) {
            throw new Refused(Refusal.NAME_OF_PROVIDER);
        }
    }

    public void resetPassword(String username, String passwordHash, String reason, String admin) {
        AdminUser account = accounts.findForChange(username).orElseThrow(() -> new Refused(Refusal.ADMIN_UNKNOWN));
        account.changePassword(passwordHash, false, clock.instant());
        accounts.endSessions(account.username(), "", AdminSession.End.PASSWORD_CHANGED, clock.instant());
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.PASSWORD_CHANGE)
                .about(account.username())
                .with(AuditDetail.REASON, reason)
                .with(AuditDetail.BY_OWNER, false));
    }

    /** A new password by its owner, if the account still is what its old password was right for. All other sessions of it end. */
    public void changePassword(PasswordChecks.Proof old, String passwordHash, String sessionId, String address) {
        AdminUser account = accounts.findForChange(old.username())
                .filter(each -> each.passwordHash().equals(old.passwordHash()))
                .orElseThrow(() -> new Refused(Refusal.CREDENTIALS_WRONG));
        account.changePassword(passwordHash, true, clock.instant());
        accounts.endSessions(account.username(), sessionId, AdminSession.End.PASSWORD_CHANGED, clock.instant());
        audit.record(AuditRecord.byAdmin(null, account.username(), AuditAction.PASSWORD_CHANGE)
                .about(account.username())
                .from(address)
                .with(AuditDetail.BY_OWNER, true));
    }

    /** Tells whether there is no administrator yet. */
    public boolean isEmpty() {
        return accounts.isEmpty();
    }

    /** The hash of the set-up code, while there is one. */
    public Optional<String> setupCode() {
        return accounts.setupCode();
    }

    /** Another set-up code, unless there is an administrator. @return whether it is kept */
    public boolean keepSetupCode(String codeHash) {
        accounts.lock();
        if (!accounts.isEmpty()) {
            return false;
        }
        accounts.keepSetupCode(codeHash, clock.instant());
        return true;
    }

    /**
     * The first administrator, who holds all roles.
     *
     * @param how the entry of the audit
     * @throws Refused {@code SETUP_DONE}, when there is an administrator already
     */
    public void found(String name, String passwordHash, AuditRecord how) {
        accounts.lock();
        if (!accounts.isEmpty()) {
            throw new Refused(Refusal.SETUP_DONE);
        }
        requireFree(name);
        // Who is alone holds all roles. Nobody else can; this account has fewer once there are other people.
        accounts.add(AdminUser.founder(name, passwordHash, Set.copyOf(Roles.ALL), clock.instant()));
        accounts.dropSetupCode();
        audit.record(how.about(name));
    }
}

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
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Local accounts of administrators. Hashes of passwords are derived outside of transactions. */
@Stateless
public class AdminAccounts {

    private final AdminRepository accounts;
    private final PasswordHashLimiter gate;
    private final PasswordChecks passwords;
    private final AccountChanges changes;
    private final Clock clock;
    private final AuditTrail audit;

    @Inject
    public AdminAccounts(
            AdminRepository accounts,
            PasswordHashLimiter gate,
            PasswordChecks passwords,
            AccountChanges changes,
            Clock clock,
            AuditTrail audit) {
        this.accounts = accounts;
        this.gate = gate;
        this.passwords = passwords;
        this.changes = changes;
        this.clock = clock;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AdminAccounts() {
        this(null, null, null, null, null, null);
    }

    /** A new account, with a password that has to be changed at the first sign-in. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    @RequiresRole(Roles.SECURITY_ADMIN)
    public void create(@Nullable String username, @Nullable String password, Set<String> roles, String admin) {
        String name = PasswordHash.requireName(username);
        requireSeparate(roles, AuditAction.ADMIN_CREATE, name, admin);
        changes.create(name, gate.hash(PasswordHash.requireGood(password, name)), roles, admin);
    }

    /** Other rights from now on: open sessions with the old ones end. */
    @RequiresRole(Roles.SECURITY_ADMIN)
    public void assignRoles(String username, Set<String> roles, @Nullable String reason, String admin) {
        requireSeparate(roles, AuditAction.ADMIN_CHANGE, username, admin);
        String why = AdminAction.requireReason(reason);
        AdminUser account = require(username);
        requireSomebodyLeft(account, roles.contains(Roles.SECURITY_ADMIN), AuditAction.ADMIN_CHANGE, admin);
        Set<String> before = account.roles();
        account.assign(roles);
        accounts.endSessions(account.username(), "", AdminSession.End.ROLES_CHANGED, clock.instant());
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.ADMIN_CHANGE)
                .about(account.username())
                .with(AuditDetail.BEFORE, new TreeSet<>(before))
                .with(AuditDetail.AFTER, new TreeSet<>(roles))
                .with(AuditDetail.REASON, why));
    }

    /** For good: sessions end, the name becomes free. */
    @RequiresRole(Roles.SECURITY_ADMIN)
    public void disable(String username, @Nullable String reason, String admin) {
        String why = AdminAction.requireReason(reason);
        AdminUser account = require(username);
        requireSomebodyLeft(account, false, AuditAction.ADMIN_DISABLE, admin);
        account.disable(clock.instant());
        accounts.endSessions(account.username(), "", AdminSession.End.DISABLED, clock.instant());
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.ADMIN_DISABLE)
                .about(account.username())
                .with(AuditDetail.BEFORE, new TreeSet<>(account.roles()))
                .with(AuditDetail.REASON, why));
    }

    /** Refuses a change after which nobody is left who can grant rights: nobody ever could again. */
    private void requireSomebodyLeft(AdminUser account, boolean stays, AuditAction action, String admin) {
        accounts.lock();
        boolean others = accounts.all().stream()
                .anyMatch(other -> other.disabledAt() == null
                        && !other.username().equals(account.username())
                        && other.roles().contains(Roles.SECURITY_ADMIN));
        if (!stays && account.roles().contains(Roles.SECURITY_ADMIN) && !others) {
            throw recorded(new Refused(Refusal.LAST_SECURITY_ADMIN), action, account.username(), admin);
        }
    }

    private void requireSeparate(Set<String> roles, AuditAction action, String about, String admin) {
        try {
            Roles.requireSeparate(roles);
        } catch (Refused e) {
            throw recorded(e, action, about, admin);
        }
    }

    private Refused recorded(Refused refused, AuditAction action, String about, String admin) {
        audit.refused(
                AuditRecord.refusedToAdmin(admin, action, refused.refusal()).about(about));
        return refused;
    }

    /** A new password from an administrator, to be changed at the next sign-in; sessions end. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    @RequiresRole(Roles.SECURITY_ADMIN)
    public void resetPassword(String username, @Nullable String password, @Nullable String reason, String admin) {
        String why = AdminAction.requireReason(reason);
        String name = changes.nameOf(username);
        changes.resetPassword(name, gate.hash(PasswordHash.requireGood(password, name)), why, admin);
    }

    /** One's own password. All other sessions of the account end. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public void changePassword(
            String username, String sessionId, @Nullable String old, @Nullable String fresh, String address) {
        PasswordChecks.Proof proof = passwords.confirm(username, old, address, null, Map.of());
        String good = PasswordHash.requireGood(fresh, proof.username());
        if (good.equals(old)) {
            throw new Refused(Refusal.PASSWORD_WEAK, "the new password is the old one");
        }
        changes.changePassword(proof, gate.hash(good), sessionId, address);
    }

    private AdminUser require(String username) {
        return accounts.findForChange(username).orElseThrow(() -> new Refused(Refusal.ADMIN_UNKNOWN));
    }
}

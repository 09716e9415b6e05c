package io.parley.ejb.app;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.PasswordChecks;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.id.AppId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the text of a ServerSecret to an administrator who confirms its password. No transaction is open while that is checked. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RequiresRole(Roles.SECURITY_ADMIN)
public class SecretReveals {

    private final AppSecrets secrets;
    private final PasswordChecks passwords;

    @Inject
    public SecretReveals(AppSecrets secrets, PasswordChecks passwords) {
        this.secrets = secrets;
        this.passwords = passwords;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public SecretReveals() {
        this(null, null);
    }

    /** @param password the administrator's, once more; a wrong one is in the audit of the app */
    public String reveal(AppId app, long secretId, @Nullable String password, AdminAction action) {
        action.requireReason();
        secrets.require(app, secretId);
        passwords.confirm(
                action.admin(),
                password,
                action.address(),
                app.value(),
                Map.of(AuditDetail.PURPOSE.key(), "SECRET_REVEAL", AuditDetail.SECRET.key(), secretId));
        return secrets.reveal(app, secretId, action);
    }
}

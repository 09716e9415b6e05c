package io.parley.ejb.app;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.PasswordChecks;
import io.parley.persistence.id.AppId;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the text of a ServerSecret to an administrator who confirms its password. No transaction is open while that is checked. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SecretReveals {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AppSecrets secrets;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private PasswordChecks passwords;

    /** @param password the administrator's, once more; a wrong one is in the audit of the app */
    public String reveal(AppId app, long secretId, @Nullable String password, AdminAction action) {
        action.requireReason();
        secrets.require(app, secretId);
        passwords.confirm(
                action.admin(),
                password,
                action.address(),
                app.value(),
                Map.of("purpose", "SECRET_REVEAL", "secret", secretId));
        return secrets.reveal(app, secretId, action);
    }
}

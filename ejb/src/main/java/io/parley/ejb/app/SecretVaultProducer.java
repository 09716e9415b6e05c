package io.parley.ejb.app;

import io.parley.persistence.admin.SecretVault;
import io.parley.persistence.admin.ServerKeys;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;

/** Hands out the server's vault and keys, opened once. */
@ApplicationScoped
public class SecretVaultProducer {

    @Resource(lookup = "java:app/env/jdbc/Parley")
    @SuppressWarnings("NullAway.Init")
    private DataSource dataSource;

    @Produces
    @jakarta.inject.Singleton
    public SecretVault vault() {
        return SecretVault.open();
    }

    @Produces
    @jakarta.inject.Singleton
    public ServerKeys keys(SecretVault vault) {
        return new ServerKeys(dataSource, vault);
    }
}

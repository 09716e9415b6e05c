package io.parley.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether people can sign in with their enterprise account. */
@Named("oidc")
@ApplicationScoped
public class Oidc {

    @Inject
    @ConfigProperty(name = "parley.oidc.issuer")
    @SuppressWarnings("NullAway.Init")
    private Optional<String> issuer;

    public boolean isOn() {
        return issuer.isPresent();
    }
}

package io.parley.web.console;

import io.parley.ejb.admin.Roles;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The signed-in administrator, for pages. */
@Named("me")
@RequestScoped
public class CurrentUser {

    private final HttpServletRequest request;

    @Inject
    public CurrentUser(HttpServletRequest request) {
        this.request = request;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected CurrentUser() {
        this(null);
    }

    public boolean isSignedIn() {
        return request.getUserPrincipal() instanceof JsonWebToken;
    }

    public String getName() {
        return request.getUserPrincipal() instanceof JsonWebToken token ? token.getName() : "";
    }

    String sessionId() {
        return request.getUserPrincipal() instanceof JsonWebToken token ? token.getTokenID() : "";
    }

    String address() {
        return request.getRemoteAddr();
    }

    public Set<String> getRoles() {
        return request.getUserPrincipal() instanceof JsonWebToken token ? token.getGroups() : Set.of();
    }

    /** Roles in the order in which people are shown them. */
    public List<String> getRoleList() {
        return Roles.ALL.stream().filter(getRoles()::contains).toList();
    }

    public List<ConsolePage> getMenu() {
        return ConsolePage.menu(getRoles());
    }

    public boolean may(String role) {
        return getRoles().contains(role);
    }

    public boolean isOperator() {
        return may(Roles.OPERATOR);
    }

    public boolean isSystemAdmin() {
        return may(Roles.SYSTEM_ADMIN);
    }

    public boolean isSecurityAdmin() {
        return may(Roles.SECURITY_ADMIN);
    }

    public boolean isAuditor() {
        return may(Roles.AUDITOR);
    }

    /** For actions of a page that are not open to all who may see it. */
    void require(String role) {
        if (!may(role)) {
            throw new Refused(Refusal.ROLE_MISSING);
        }
    }
}

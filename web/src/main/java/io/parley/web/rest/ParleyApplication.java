package io.parley.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** REST under {@code /parley/api/v1}, for holders of a session token (MicroProfile JWT). */
@ApplicationPath("/api/v1")
@ApplicationScoped
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Parley",
                        version = "1",
                        description =
                                "Apps, live calls, records, reports and accounts. Errors are problem details (RFC 9457)"
                                        + " whose type ends in a name of /reasons; what belongs to another app is not found.",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = "session"))
@SecurityScheme(
        securitySchemeName = "session",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "accessToken of POST /sessions")
public class ParleyApplication extends Application {

    /**
     * One JSON library, ours, for REST and signalling alike, with one configuration. Jersey takes any of several providers: so it registers
     * neither the server's own, which it does unless another name than theirs stands here, nor those that libraries announce, such as
     * the one that {@link JsonBodies} extends. Other implementations do not know these names.
     */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.jsonFeature",
                JsonBodies.class.getSimpleName(),
                "jersey.config.disableMetainfServicesLookup",
                true);
    }
}

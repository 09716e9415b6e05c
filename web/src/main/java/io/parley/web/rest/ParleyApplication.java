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
     * One JSON library, ours, for REST and signalling alike: Jersey registers the server's own beside {@link JsonBodies}, and takes
     * either, unless another name than that one's stands here. Other implementations do not know the name.
     */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.jsonFeature", JsonBodies.class.getSimpleName());
    }
}

package io.parley.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
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
     * All that serves REST, by name: servers that look for it themselves find providers of libraries too, and take any of several that
     * fit. A test compares this with what there is.
     */
    private static final Set<Class<?>> CLASSES = Set.of(
            AdminResource.class,
            AppReportResource.class,
            AppResource.class,
            AuditResource.class,
            CallResource.class,
            ClientLogResource.class,
            ExportInterceptor.class,
            FaultMapper.class,
            JsonBodies.class,
            ListFileFilter.class,
            LiveResource.class,
            ModerationResource.class,
            NodeResource.class,
            ReasonResource.class,
            RecordResource.class,
            RecordingResource.class,
            RefusedMapper.class,
            ReportResource.class,
            RoleFeature.class,
            SecretResource.class,
            SessionResource.class,
            TokenCheckResource.class);

    @Override
    public Set<Class<?>> getClasses() {
        return CLASSES;
    }

    /** Jersey adds no JSON providers of the server's and of libraries to ours. Other implementations do not know these names. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.jsonFeature",
                JsonBodies.class.getSimpleName(),
                "jersey.config.disableMetainfServicesLookup",
                true);
    }
}

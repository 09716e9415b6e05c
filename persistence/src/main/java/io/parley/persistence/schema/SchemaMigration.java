package io.parley.persistence.schema;

import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/**
 * Runs Flyway while Hibernate starts: Hibernate validates the schema before any start-up bean of the application runs, so the
 * migration has to come first. A second data source connects as the owner of the tables. Found
 * through {@code META-INF/services}.
 */
public class SchemaMigration implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        ConfigurationService configuration = context.getServiceRegistry().requireService(ConfigurationService.class);
        Map<String, Object> settings = configuration.getSettings();
        // Hibernate keeps one of a unit's two data sources. Absent where the persistence unit is used outside a server,
        // whose schema its user brings up to date.
        if (settings.get("jakarta.persistence.jtaDataSource") instanceof DataSource application) {
            Schema.migrateOnce(ServerDataSources.owner(), application);
        }
    }

    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry registry) {
        // nothing was opened
    }
}

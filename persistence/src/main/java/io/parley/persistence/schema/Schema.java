package io.parley.persistence.schema;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables, by Flyway. */
public final class Schema {

    private static boolean migrated;

    private Schema() {}

    /** Brings the schema of the deployment's own database up to date, once: whoever needs it first. */
    public static synchronized void migrateOnce(DataSource dataSource) {
        if (!migrated) {
            migrate(dataSource);
            migrated = true;
        }
    }

    /** Brings the schema of this database up to date. */
    public static void migrate(DataSource dataSource) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                // Migrations are written on several branches at a time; each stands by itself.
                .outOfOrder(true)
                .load()
                .migrate();
    }
}

package io.parley.persistence.schema;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import org.hibernate.SessionFactory;

/** The tables and columns that the entities are mapped to. */
@ApplicationScoped
public class MappedTables {

    @PersistenceUnit
    @SuppressWarnings("NullAway.Init")
    private EntityManagerFactory entities;

    /**
     * Compares them with the database. Called outside of transactions.
     *
     * @throws RuntimeException that names what is missing or of another type
     */
    public void requireAll() {
        entities.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
    }
}

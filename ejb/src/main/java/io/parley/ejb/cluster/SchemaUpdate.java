package io.parley.ejb.cluster;

import io.parley.persistence.schema.MappedTables;
import io.parley.persistence.schema.Schema;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import javax.sql.DataSource;

/** Brings the database's schema up to date when the node starts, before anything else is asked of the database. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SchemaUpdate {

    @Resource(lookup = "java:app/env/jdbc/Parley")
    @SuppressWarnings("NullAway.Init")
    private DataSource application;

    /** Connects as the owner of the tables; the same role where there is only one. */
    @Resource(lookup = "java:app/env/jdbc/ParleyOwner")
    @SuppressWarnings("NullAway.Init")
    private DataSource owner;

    private final MappedTables mapped;

    @Inject
    public SchemaUpdate(MappedTables mapped) {
        this.mapped = mapped;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public SchemaUpdate() {
        this(null);
    }

    /** @throws RuntimeException when a table was in use all the time, or the tables are not those of the entities */
    public void run() {
        Schema.migrate(owner, Schema.roleOf(application));
        mapped.requireAll();
    }
}

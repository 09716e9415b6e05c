package io.parley.persistence.schema;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The server's data sources, for what runs before anything is injected: verification keys and the schema. */
public final class ServerDataSources {

    private ServerDataSources() {}

    /** Connects as the role that the application works under. */
    public static DataSource application() {
        return lookUp("java:jboss/datasources/ParleyDS");
    }

    /** Connects as the owner of the tables; the same role where there is only one. */
    public static DataSource owner() {
        return lookUp("java:jboss/datasources/ParleyOwnerDS");
    }

    @SuppressWarnings("BanJNDI") // constant names of our own server
    private static DataSource lookUp(String name) {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException e) {
            throw new IllegalStateException("the data source " + name + " is missing", e);
        }
    }
}

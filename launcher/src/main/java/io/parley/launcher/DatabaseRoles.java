package io.parley.launcher;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The two roles of the embedded database: one owns the tables and runs the migrations, the application works under the other one. What
 * an earlier version made belonged to the superuser, and is given to the owner.
 */
final class DatabaseRoles {

    static final String OWNER = "parley_owner";
    static final String APPLICATION = "parley";

    private static final String ROLE = """
            do $$ begin
                if not exists (select 1 from pg_roles where rolname = '%1$s') then create role %1$s; end if;
                alter role %1$s login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '%2$s';
            end $$""";

    /** Sequences of identity columns go with their tables, indexes too. */
    private static final String GIVE = """
            do $$
            declare
                each record;
            begin
                grant usage, create on schema public to %1$s;
                for each in
                    select c.oid::regclass as name,
                        case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'c' then 'type' else 'table' end as kind
                    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'S', 'v', 'c')
                        and c.relowner = current_user::regrole
                        and not exists (select 1 from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass
                            and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and c.relkind = 'S')
                loop
                    execute format('alter %%s %%s owner to %1$s', each.kind, each.name);
                end loop;
                for each in
                    select p.oid::regprocedure as name from pg_proc p
                    where p.pronamespace = 'public'::regnamespace and p.proowner = current_user::regrole
                loop
                    execute format('alter function %%s owner to %1$s', each.name);
                end loop;
            end $$""";

    private DatabaseRoles() {}

    /** At each start; does nothing where all is as it should be. */
    static void ensure(DataSource superuser, String applicationPassword, String ownerPassword) throws IOException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(ROLE.formatted(OWNER, ownerPassword));
            statement.execute(ROLE.formatted(APPLICATION, applicationPassword));
            statement.execute(GIVE.formatted(OWNER));
        } catch (SQLException e) {
            throw new IOException("the roles of the database are not set up: " + e.getMessage(), e);
        }
    }
}

package io.parley.persistence.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Renews a lease with one statement, on a data source of its own: it waits for no connection that a request holds, and for no
 * transaction.
 */
public final class LeaseRenewal {

    private final DataSource dataSource;

    public LeaseRenewal(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Renews the lease from now on, by the database's clock.
     *
     * @return false when this incarnation has been declared dead meanwhile
     * @throws IllegalStateException when the database does not answer within the lease
     */
    public boolean renew(long nodeId, Duration lease) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        update node set renewed_at = t.now, lease_until = t.now + make_interval(secs => ?)
                        from (select clock_timestamp() as now) t where node_id = ? and ended_at is null""")) {
            update.setQueryTimeout((int) Math.max(1, lease.toSeconds()));
            update.setDouble(1, lease.toMillis() / 1_000.0);
            update.setLong(2, nodeId);
            return update.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new IllegalStateException("the lease is not renewed: " + e.getMessage(), e);
        }
    }
}

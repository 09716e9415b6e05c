package io.parley.ejb.cluster;

import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.rule.BrokenRule;
import io.parley.persistence.rule.DatabaseRules;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Refuses a database that does not keep the rules of the schema. They are tried in transactions of their own, which are rolled back. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DatabaseRuleCheck {

    private static final ServiceLogger LOG = ServiceLogger.of(DatabaseRuleCheck.class);

    @Resource(lookup = "java:app/env/jdbc/Parley")
    @SuppressWarnings("NullAway.Init")
    private DataSource dataSource;

    /** @throws IllegalStateException when a rule is broken, or it is not known whether one is */
    public void check() {
        long begun = System.nanoTime();
        List<BrokenRule> broken = DatabaseRules.broken(dataSource);
        if (!broken.isEmpty()) {
            broken.forEach(LOG::ruleBroken);
            throw new IllegalStateException("the database does not keep the rule "
                    + broken.stream().map(BrokenRule::toString).collect(Collectors.joining("; nor ")));
        }
        LOG.rulesKept(Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }
}

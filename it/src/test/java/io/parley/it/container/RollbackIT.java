package io.parley.it.container;

import io.parley.it.Database;
import io.parley.it.OnServer;
import io.parley.it.Rest;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** On WildFly, which Arquillian starts. After the classes that have a server of their own. */
@OnServer(OnServer.Kind.WILDFLY)
@ArquillianTest
class RollbackIT extends RollbackScenario {

    @Deployment(testable = false)
    static EnterpriseArchive parleyWithFaults() {
        return ParleyArchive.with(FaultInjection.class).ear();
    }

    @Override
    Rest rest() {
        return new Rest(ContainerHome.current().http(), ContainerHome.current().adminPassword());
    }

    @Override
    Database database() {
        return ContainerHome.current().database();
    }

    @Override
    URI signal() {
        return ContainerHome.current().signal();
    }
}

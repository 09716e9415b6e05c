package io.parley.it.container;

import java.io.IOException;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.api.event.ManagerStarted;
import org.jboss.arquillian.core.api.event.ManagerStopping;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Prepares the server before Arquillian reads its configuration, and puts it away after Arquillian has stopped it. */
public final class ContainerExtension implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Preparation.class);
    }

    /** Arquillian makes one of these. */
    public static final class Preparation {

        private ContainerHome home;

        /** Before Arquillian's own observers of this event. */
        public void prepare(@Observes(precedence = 100) ManagerStarted event) throws IOException, InterruptedException {
            home = ContainerHome.prepare();
        }

        public void putAway(@Observes ManagerStopping event) throws IOException {
            if (home != null) {
                home.close();
            }
        }
    }
}

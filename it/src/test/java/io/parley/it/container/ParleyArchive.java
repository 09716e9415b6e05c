package io.parley.it.container;

import io.parley.it.ParleyServer;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The EAR as it was built, with more classes in its war. */
record ParleyArchive(EnterpriseArchive ear, WebArchive war) {

    private static final String WAR = "parley-web.war";

    static ParleyArchive with(Class<?>... classes) {
        Path built = ParleyServer.home().resolveSibling("parley.ear");
        EnterpriseArchive ear = ShrinkWrap.createFromZipFile(EnterpriseArchive.class, built.toFile());
        WebArchive war = ear.getAsType(WebArchive.class, WAR);
        war.addClasses(classes);
        ear.delete(WAR);
        ear.addAsModule(war);
        return new ParleyArchive(ear, war);
    }
}

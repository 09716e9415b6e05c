package io.parley.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An application server as it was built, from which working copies run. */
interface ServerInstallation {

    /** Reads which server lies in this directory. */
    static ServerInstallation of(Path home) {
        if (Files.isDirectory(home.resolve("standalone"))) {
            return new WildFlyInstallation(home);
        }
        if (Files.isDirectory(home.resolve("glassfish"))) {
            return new PayaraInstallation(home);
        }
        throw new IllegalStateException("no server in " + home + "; build it with ./mvnw package -DskipTests");
    }

    /** Puts what one server changes into this directory, over what an earlier start has left there. */
    void copyTo(Path base) throws IOException;

    /** The command that runs the working copy in the foreground. */
    List<String> command(Path base) throws IOException, InterruptedException;

    /** The server's log. */
    Path log(Path base);

    /** Tells whether a line of the log says that the start has come to its end without the application. */
    boolean isFailure(String line);

    /** Tells whether a line of the log says why a start failed. */
    boolean isTelling(String line);
}

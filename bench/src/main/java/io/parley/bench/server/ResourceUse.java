package io.parley.bench.server;

import io.parley.bench.load.ServerProcess;
import java.io.IOException;

/** Processor time of the server and its database on this machine, from {@link #start} on. */
public final class ResourceUse {

    private final ServerProcess server;
    private final ServerProcess database;
    private final double serverBefore;
    private final double databaseBefore;

    private ResourceUse(ServerProcess server, ServerProcess database) {
        this.server = server;
        this.database = database;
        serverBefore = server.usage().cpuSeconds();
        databaseBefore = database.usage().cpuSeconds();
    }

    public static ResourceUse start() throws IOException {
        return new ResourceUse(
                ServerProcess.running(command -> command.contains("jboss-modules.jar")),
                ServerProcess.running(command -> command.matches("(?s)([^\\x00 ]*/)?postgres[:\\x00].*")));
    }

    /** In seconds. */
    public double serverCpu() {
        return server.usage().cpuSeconds() - serverBefore;
    }

    /** In seconds; connections that were closed meanwhile count nothing. */
    public double databaseCpu() {
        return database.usage().cpuSeconds() - databaseBefore;
    }

    /** Resident memory of the server, in MB. */
    public double serverMb() {
        return server.usage().rssMb();
    }
}

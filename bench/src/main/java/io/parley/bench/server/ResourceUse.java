package io.parley.bench.server;

import io.parley.bench.load.MeasuredProcess;
import java.io.IOException;

/** Processor time of the server and its database on this machine, from {@link #start} on. */
public final class ResourceUse {

    private final MeasuredProcess server;
    private final MeasuredProcess database;
    private final double serverBefore;
    private final double databaseBefore;

    private ResourceUse(MeasuredProcess server, MeasuredProcess database) {
        this.server = server;
        this.database = database;
        serverBefore = server.usage().cpuSeconds();
        databaseBefore = database.usage().cpuSeconds();
    }

    public static ResourceUse start() throws IOException {
        return new ResourceUse(
                MeasuredProcess.running(command -> command.contains("jboss-modules.jar")),
                MeasuredProcess.running(command -> command.matches("(?s)([^\\x00 ]*/)?postgres[:\\x00].*")));
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

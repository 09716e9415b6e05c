package io.parley.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** A provisioned WildFly. The working copy is its {@code standalone} directory. */
final class WildFlyInstallation implements ServerInstallation {

    private final Path home;

    WildFlyInstallation(Path home) {
        this.home = home;
    }

    @Override
    public void copyTo(Path base) throws IOException {
        Path original = home.resolve("standalone");
        DirectoryTree.copy(original, base, Set.of(original.resolve("log"), original.resolve("tmp")));
    }

    @Override
    public List<String> command(Path base) {
        StandaloneCommandBuilder command = StandaloneCommandBuilder.of(home)
                .setBaseDirectory(base)
                .setJavaOptions(
                        Stream.concat(Stream.of("-Xms256m", "-XX:MetaspaceSize=128m"), JavaOptions.all().stream())
                                .toList());
        return command.build();
    }

    @Override
    public Path log(Path base) {
        return base.resolve("log").resolve("server.log");
    }

    /** WFLYSRV0026: started, with errors. */
    @Override
    public boolean isFailure(String line) {
        return line.contains("WFLYSRV0026");
    }

    @Override
    public boolean isTelling(String line) {
        return line.contains("ERROR") || line.contains("WFLYCTL") || line.contains("PARLEY");
    }
}

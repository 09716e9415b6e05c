package io.parley.launcher;

import io.parley.persistence.admin.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Payara with a domain {@code parley} that configure.asadmin has prepared, and the EAR beside it. The working copy is the
 * domain; the EAR is deployed at each start.
 */
final class PayaraInstallation implements ServerInstallation {

    private static final String DOMAIN = "parley";

    /** The port of administration is read by the server's own tools before they know expressions. */
    private static final Pattern ADMIN_PORT =
            Pattern.compile("(<network-listener [^>]*port=\")[0-9]+(\"[^>]*name=\"admin-listener\")");

    private final Path home;

    PayaraInstallation(Path home) {
        this.home = home;
    }

    @Override
    public void copyTo(Path base) throws IOException {
        Path domain = base.resolve(DOMAIN);
        for (String left : List.of("applications", "generated", "osgi-cache", "config")) {
            DirectoryTree.delete(domain.resolve(left));
        }
        keepLog(log(base));
        Path original = home.resolve("glassfish/domains").resolve(DOMAIN);
        DirectoryTree.copy(original, domain, Set.of(original.resolve("logs"), original.resolve("osgi-cache")));
        Path configuration = domain.resolve("config/domain.xml");
        Files.writeString(
                configuration,
                ADMIN_PORT
                        .matcher(Files.readString(configuration))
                        .replaceFirst("$1" + Setting.number("parley.management.port", 4848) + "$2"));
        Files.writeString(base.resolve("deploy.asadmin"), "deploy --name parley " + home.resolve("parley.ear") + "\n");
    }

    /** The log of each start is a file of its own, as the server itself keeps those that are full. */
    private static void keepLog(Path log) throws IOException {
        if (Files.exists(log)) {
            String written = Files.getLastModifiedTime(log).toString().replaceAll("[^0-9T]", "-");
            Files.move(log, log.resolveSibling("server.log_" + written));
        }
    }

    /** What the server's own tool would start, with our options. */
    @Override
    public List<String> command(Path base) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        for (String each : invocation(base)) {
            if (each.equals("com.sun.enterprise.glassfish.bootstrap.ASMain")) {
                command.addAll(JavaOptions.all());
            }
            command.add(each);
        }
        return command;
    }

    private List<String> invocation(Path base) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        home.resolve("glassfish/lib/client/appserver-cli.jar").toString(),
                        "start-domain",
                        "--dry-run",
                        "--domaindir",
                        base.toString(),
                        "--postbootcommandfile",
                        base.resolve("deploy.asadmin").toString(),
                        DOMAIN)
                .redirectErrorStream(true)
                .redirectOutput(PrivateDirectory.file(base.resolve("command")).toFile())
                .start();
        tool.getOutputStream().close();
        if (tool.waitFor() != 0) {
            throw new IllegalStateException("the server's own tool does not know how to start it:\n"
                    + Files.readString(base.resolve("command")));
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(base.resolve("command")));
        // a heading before the command, an empty line and a remark after it
        return lines.subList(1, lines.indexOf(""));
    }

    @Override
    public Path log(Path base) {
        return base.resolve(DOMAIN).resolve("logs/server.log");
    }

    @Override
    public boolean isFailure(String line) {
        return line.contains("Boot Command deploy failed");
    }

    @Override
    public boolean isTelling(String line) {
        return line.contains("SEVERE") || line.contains("PARLEY") || line.contains("Exception");
    }
}

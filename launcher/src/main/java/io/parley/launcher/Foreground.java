package io.parley.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What {@code ./mvnw -Prun} runs, inside Maven. It starts {@link Launcher} in a session of its own, so that Ctrl-C does not hit
 * database and server at random but this process alone, and holds the other end of its standard input: when this process ends,
 * in whatever way, the launcher reads the end of its input and stops everything in order.
 */
public final class Foreground {

    private static final long STOP_SECONDS = 60;

    private Foreground() {}

    /** @param arguments server directory, data directory */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Path.of("/usr/bin/setsid").toFile().canExecute()) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        // It waits: nothing that works beside that, for garbage, for figures or for speed, pays.
        command.add("-XX:+UseSerialGC");
        command.add("-XX:-UsePerfData");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(classPath());
        command.add(Launcher.class.getName());
        command.addAll(Arrays.asList(arguments));
        Process launcher = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launcher), "parley-stop"));
        int status = launcher.waitFor();
        if (status != 0) {
            throw new IllegalStateException("Parley ended with status " + status);
        }
    }

    private static void stop(Process launcher) {
        try {
            launcher.getOutputStream().close();
            if (!launcher.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
            }
        } catch (IOException e) {
            launcher.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Inside Maven the class path is the class loader's, elsewhere the process's. */
    private static String classPath() {
        if (Foreground.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(URL::getPath)
                    .map(path -> java.net.URLDecoder.decode(path, java.nio.charset.StandardCharsets.UTF_8))
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }
}

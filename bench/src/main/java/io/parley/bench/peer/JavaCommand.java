package io.parley.bench.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts programs of this module in Java virtual machines of their own. */
final class JavaCommand {

    private JavaCommand() {}

    static List<String> of(List<String> jvm, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        return command;
    }
}

package io.parley.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Programs of this machine. */
final class Programs {

    private Programs() {}

    static String node() {
        return find("node").orElseThrow(() -> new IllegalStateException("Node.js is not installed"));
    }

    /** The full path of the first of these programs that is installed. */
    static Optional<String> find(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}

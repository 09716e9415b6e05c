package io.parley.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParleyApplicationTest {

    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target/classes");

    @Test
    void namesEveryResourceAndEveryProvider() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.walk(CLASSES.resolve("io/parley"))) {
            Set<Class<?>> there = files.map(
                            file -> CLASSES.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> type(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> type.isAnnotationPresent(Path.class) || type.isAnnotationPresent(Provider.class))
                    .collect(Collectors.toSet());
            assertThat(there).hasSizeGreaterThan(20);
            assertThat(new ParleyApplication().getClasses()).isEqualTo(there);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, ParleyApplicationTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}

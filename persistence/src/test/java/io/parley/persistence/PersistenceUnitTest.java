package io.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** persistence.xml lists the entities, because servers differ in how they look for them. */
class PersistenceUnitTest {

    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void listsEveryEntity() throws IOException {
        Set<String> listed = Pattern.compile("<class>(.*?)</class>")
                .matcher(Files.readString(CLASSES.resolve("META-INF/persistence.xml")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isNotEmpty().isEqualTo(mapped());
    }

    private static Set<String> mapped() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && name.startsWith("io.parley."))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(PersistenceUnitTest::isMapped)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isMapped(String name) {
        try {
            Class<?> type = Class.forName(name, false, PersistenceUnitTest.class.getClassLoader());
            return Stream.of(Entity.class, Embeddable.class, MappedSuperclass.class)
                    .anyMatch(type::isAnnotationPresent);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}

package io.parley.it.shipped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A jar or an npm package that goes to a user. Packages of npm are named with `npm:` before. */
record Artifact(String name, String version) {

    private static final Pattern FILE = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

    /** The jars of the provisioned server, by their file names. */
    static List<Artifact> ofServer(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve("modules"))) {
            return all.map(path -> FILE.matcher(path.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(found -> new Artifact(found.group(1), found.group(2)))
                    .toList();
        }
    }

    /** The jars inside an archive at any depth, by what Maven wrote into them: their file names have no version. */
    static List<Artifact> inside(Path archive) throws IOException {
        List<Artifact> found = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(archive)) {
            read(bytes, found);
        }
        return found;
    }

    private static void read(InputStream archive, List<Artifact> found) throws IOException {
        ZipInputStream zip = new ZipInputStream(archive);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            if (name.matches(".*\\.(jar|war|rar)")) {
                read(new ByteArrayInputStream(zip.readAllBytes()), found);
            } else if (name.matches("META-INF/maven/.*/pom\\.properties")) {
                Properties pom = new Properties();
                pom.load(new ByteArrayInputStream(zip.readAllBytes()));
                found.add(new Artifact(pom.getProperty("artifactId"), pom.getProperty("version")));
            }
        }
    }

    /** The packages of a lock file of npm. */
    static List<Artifact> ofNpm(Path lock) throws IOException {
        List<Artifact> found = new ArrayList<>();
        JsonNode packages = new ObjectMapper().readTree(lock.toFile()).get("packages");
        packages.properties().forEach(each -> {
            String folder = each.getKey();
            if (!folder.isEmpty()) {
                String name = folder.substring(folder.lastIndexOf("node_modules/") + "node_modules/".length());
                found.add(new Artifact(
                        "npm:" + name, each.getValue().get("version").asText()));
            }
        });
        return found;
    }
}

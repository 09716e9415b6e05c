package io.parley.it.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links between the documents of this repository: each leads to a file that is there, and to a heading of it. */
class DocumentLinksTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern TYPE =
            Pattern.compile("`(ejb|web|persistence|relay|adapter|launcher|rate-limit)((?:/[a-z]+)*/[A-Z]\\w*)`");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    documents.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return documents;
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        List<Path> documents = documents();
        for (Path document : documents) {
            String text = CODE.matcher(Files.readString(document)).replaceAll("");
            for (MatchResult found : LINK.matcher(text).results().toList()) {
                String link = found.group(1) == null ? found.group(2) : found.group(1);
                if (!link.contains(":") && !leadsSomewhere(document, link)) {
                    dead.add(ROOT.relativize(document) + " -> " + link);
                }
            }
        }
        assertThat(documents).hasSizeGreaterThan(20);
        assertThat(dead).isEmpty();
    }

    @Test
    void everyTypeThatTheArchitectureNamesIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (MatchResult type : TYPE.matcher(Files.readString(ROOT.resolve("docs/architecture.md")))
                .results()
                .toList()) {
            String module = type.group(1);
            String path = module.replace("-", "") + type.group(2) + ".java";
            Path file = ROOT.resolve(module).resolve("src/main/java/io/parley").resolve(path);
            if (Files.exists(file)) {
                found++;
            } else {
                missing.add(type.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(15);
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        int mark = link.indexOf('#');
        String file = mark < 0 ? link : link.substring(0, mark);
        Path target = file.isEmpty() ? document : document.resolveSibling(file);
        if (mark < 0 || !target.toString().endsWith(".md")) {
            return Files.exists(target);
        }
        return Files.exists(target) && anchors(Files.readString(target)).contains(link.substring(mark + 1));
    }

    /** As GitHub names them. */
    private static Set<String> anchors(String text) {
        return HEADING.matcher(text)
                .results()
                .map(found -> found.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}

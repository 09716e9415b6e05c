package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.App;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What other users of the machine, and the server itself, can reach of the data. */
class PrivateDataIT {

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private static ParleyServer server;

    @BeforeAll
    static void start() {
        server = ParleyServer.shared();
    }

    @Test
    void nothingInTheDataDirectoryIsOpenToOthers() throws Exception {
        Rest rest = new Rest(server);
        App app = rest.createApp("private data");
        rest.put("/apps/" + app.id() + "/settings", Map.of("record", true));
        Path film = Ffmpeg.film(10);
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"));
                Ffmpeg push = Ffmpeg.push(film, a.publishUrl("private-stream"))) {
            Eventually.holds(() -> assertThat(files("recordings")).isNotEmpty());
            assertThat(open(server.data())).isEmpty();
        }
        assertThat(files("programs")).isNotEmpty();
        assertThat(files("server/log")).isNotEmpty();
    }

    @Test
    void theServerWorksUnderARoleThatOwnsNothing() {
        List<String> roles = server.database()
                .texts("select distinct usename::text from pg_stat_activity where datname = 'postgres'"
                        + " and backend_type = 'client backend' and pid <> pg_backend_pid()");
        assertThat(roles).contains("parley").isSubsetOf("parley", "parley_owner");
        assertThat(server.database()
                        .texts("select relname from pg_class where relnamespace = 'public'::regnamespace"
                                + " and pg_get_userbyid(relowner) <> 'parley_owner'"))
                .isEmpty();
        assertThat(server.database()
                        .texts("select rolname from pg_roles where rolname in ('parley', 'parley_owner')"
                                + " and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)"))
                .isEmpty();
    }

    private static List<Path> files(String directory) throws IOException {
        Path path = server.data().resolve(directory);
        if (!Files.exists(path)) {
            return List.of();
        }
        try (var all = Files.walk(path)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** All that has a permission for group or others, but for what this test's own harness writes. */
    private static List<String> open(Path tree) throws IOException {
        List<String> open = new ArrayList<>();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                return look(directory);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return attributes.isSymbolicLink() || file.endsWith("launcher.out")
                        ? FileVisitResult.CONTINUE
                        : look(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // the server is at work
                }
                throw failure;
            }

            private FileVisitResult look(Path path) throws IOException {
                try {
                    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
                    if (!OWNER.containsAll(permissions)) {
                        open.add(PosixFilePermissions.toString(permissions) + " " + tree.relativize(path));
                    }
                } catch (NoSuchFileException e) {
                    // the server is at work
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return open;
    }
}

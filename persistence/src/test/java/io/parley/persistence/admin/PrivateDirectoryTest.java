package io.parley.persistence.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may look into the data directory. */
class PrivateDirectoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    @BeforeEach
    void onlyWhereThereArePermissions() {
        Assumptions.assumeTrue(PrivateDirectory.isSupported(temporary), "no POSIX permissions here");
    }

    private static Path set(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aNewOneIsPrivateWithAllThatIsMadeAboveIt() throws IOException {
        Path directory = temporary.resolve("a/b");
        PrivateDirectory.require(directory);
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(directory.getParent())).isEqualTo("rwx------");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anEmptyOneIsMadePrivate() throws IOException {
        Path directory = set(Files.createDirectory(temporary.resolve("empty")), "rwxrwxrwx");
        PrivateDirectory.require(directory);
        assertThat(permissions(directory)).isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx---r--", "rwx--x---", "rwx-w----", "rwxrwxrwx"})
    void anOpenOneInUseIsRefusedWithTheCommandThatClosesIt(String open) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("open"));
        Files.createFile(directory.resolve("master.key"));
        set(directory, open);
        assertThatThrownBy(() -> PrivateDirectory.require(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(open)
                .hasMessageContaining("Close it with: chmod -R go= " + directory.toRealPath())
                .hasMessageContaining("请用以下命令关闭：chmod -R go= " + directory.toRealPath());
        assertThat(directory.resolve("master.key")).exists();
        set(directory, "rwx------");
        assertThatCode(() -> PrivateDirectory.require(directory)).doesNotThrowAnyException();
    }

    /** A link may point to another disk; what it points to is what counts. */
    @Test
    void aLinkIsJudgedByWhereItLeads() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("real"));
        Files.createFile(directory.resolve("something"));
        set(directory, "rwxr-xr-x");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), directory);
        assertThatThrownBy(() -> PrivateDirectory.require(link)).isInstanceOf(IllegalStateException.class);
    }

    /** Only root can give a directory away. */
    @Test
    void oneOfAnotherUserIsRefused() throws IOException {
        Path directory = set(Files.createDirectory(temporary.resolve("foreign")), "rwx------");
        try {
            Files.setAttribute(directory, "unix:uid", 65534);
        } catch (IOException | UnsupportedOperationException e) {
            Assumptions.abort("not root: " + e.getMessage());
        }
        assertThatThrownBy(() -> PrivateDirectory.require(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to another user")
                .hasMessageContaining("属于另一个用户")
                .hasMessageContaining("chown -R");
    }

    @Test
    void closingATreeTakesRightsFromOthersAndNoneFromTheOwner() throws IOException {
        Path tree = Files.createDirectories(temporary.resolve("tree"));
        Path script = set(Files.createFile(tree.resolve("script")), "rwxr-xr-x");
        Path text = set(Files.createFile(tree.resolve("text")), "r--rw-rw-");
        Path outside = set(Files.createFile(temporary.resolve("outside")), "rw-r--r--");
        Files.createSymbolicLink(tree.resolve("link"), outside);
        set(tree, "rwxrwxrwx");
        PrivateDirectory.close(tree);
        assertThat(permissions(tree)).isEqualTo("rwx------");
        assertThat(permissions(script)).isEqualTo("rwx------");
        assertThat(permissions(text)).isEqualTo("r--------");
        assertThat(permissions(outside)).isEqualTo("rw-r--r--");
    }
}

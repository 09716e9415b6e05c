package io.parley.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that are given as a value or as a file. */
class SecretSettingTest {

    @TempDir
    private Path directory;

    @AfterEach
    void forget() {
        System.clearProperty("parley.db.password");
        System.clearProperty("parley.db.password-file");
        System.clearProperty("parley.db.owner-password-file");
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("secret"), text).toString();
    }

    @Test
    void aFileHoldsItWithOrWithoutALineEnd() throws IOException {
        System.setProperty("parley.db.password-file", file("from a file\n"));
        assertThat(SecretSetting.text("parley.db.password")).isEqualTo("from a file");
        file("no line end");
        assertThat(SecretSetting.text("parley.db.password")).isEqualTo("no line end");
    }

    @Test
    void theServerGetsItByItsEnvironment() throws IOException {
        System.setProperty("parley.db.password", "given");
        System.setProperty("parley.db.owner-password-file", file("from a file\n"));
        Map<String, String> environment = new HashMap<>();
        SecretSetting.addTo(environment);
        assertThat(environment)
                .containsEntry("PARLEY_DB_PASSWORD", "given")
                .containsEntry("PARLEY_DB_OWNER_PASSWORD", "from a file");
    }

    @Test
    void aSecretThatIsGivenTwiceIsRefused() throws IOException {
        System.setProperty("parley.db.password", "given");
        System.setProperty("parley.db.password-file", file("from a file"));
        assertThatThrownBy(() -> SecretSetting.text("parley.db.password"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PARLEY_DB_PASSWORD and PARLEY_DB_PASSWORD_FILE are both set: keep one of them");
    }

    @Test
    void aFileWithoutOneIsNamed() throws IOException {
        System.setProperty("parley.db.password-file", file("\n"));
        assertThatThrownBy(() -> SecretSetting.text("parley.db.password"))
                .hasMessageStartingWith(
                        "PARLEY_DB_PASSWORD_FILE: " + directory.resolve("secret") + " must hold one line");
        file("two\nlines\n");
        assertThatThrownBy(() -> SecretSetting.text("parley.db.password")).hasMessageContaining("must hold one line");
        System.setProperty(
                "parley.db.password-file", directory.resolve("missing").toString());
        assertThatThrownBy(() -> SecretSetting.text("parley.db.password"))
                .hasMessage("PARLEY_DB_PASSWORD_FILE: " + directory.resolve("missing")
                        + " cannot be read (NoSuchFileException)");
    }
}

package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelaySetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators read the table, the relay reads the enum. */
class DocumentedSettingsTest {

    private static String table;

    @BeforeAll
    static void read() throws IOException {
        table = Files.readString(Path.of("../docs/operations/configuration.md"));
    }

    @ParameterizedTest
    @EnumSource(RelaySetting.class)
    void everySettingIsDocumentedWithItsDefaultAndRange(RelaySetting setting) {
        assertThat(table)
                .contains("| `" + setting.key() + "` | " + setting.standard() + " | " + setting.least() + " to "
                        + setting.most() + " | ");
    }
}

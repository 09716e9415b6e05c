package io.parley.ejb.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"})
    void textThatASpreadsheetWouldRunHasAnApostropheBeforeIt(String text) throws IOException {
        assertThat(written(text)).contains("'" + text);
    }

    @Test
    void numbersAndOtherTextStayAsTheyAre() throws IOException {
        assertThat(written(-1)).isEqualTo("-1");
        assertThat(written("a=b")).isEqualTo("a=b");
    }

    private static String written(Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CsvTable(out).row(List.of(value));
        String line = out.toString(StandardCharsets.UTF_8);
        return line.substring(1, line.length() - 2);
    }
}

package io.parley.ejb.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTableTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void cellsWithSeparatorsAreQuotedAndNullsAreEmpty() throws IOException {
        CsvTable table = new CsvTable(out);
        table.row(List.of("room", "text", "n"));
        table.row(Arrays.asList(null, "a \"b\", c\nd", 7));
        assertThat(out.toString(UTF_8)).isEqualTo("\uFEFFroom,text,n\r\n,\"a \"\"b\"\", c\nd\",7\r\n");
    }

    @Test
    void textThatASpreadsheetWouldRunIsDefusedAndNumbersAreNot() throws IOException {
        CsvTable table = new CsvTable(out);
        table.row(List.of("=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", "a=1", -5));
        assertThat(out.toString(UTF_8)).isEqualTo("\uFEFF'=1+1,'+cmd,'-x,'@SUM(A1),'\t=1,\"'\r=1\",a=1,-5\r\n");
    }

    @Test
    void theLastLineCountsTheRowsAndHashesAllBytesBeforeIt() throws Exception {
        CsvTable table = new CsvTable(out);
        table.row(List.of("room"));
        table.row(List.of("é"));
        table.row(List.of("b"));
        byte[] before = out.toByteArray();
        table.finish();
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(before));
        assertThat(out.toString(UTF_8)).endsWith("b\r\n# rows=2 sha256=" + hash + "\r\n");
    }
}

package io.parley.ejb.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class ReportFormatTest {

    private static final ReportTable TABLE = new ReportTable(
            ReportKind.END_REASONS,
            ReportKind.END_REASONS.columns(),
            List.of(List.of("=HYPERLINK(\"x\")", "LOGOUT", 3L, 0.75), Arrays.asList("STAY", "KICKED", 1L, null)));

    @Test
    void csvHasTheColumnsTheRowsAndTheFooter() throws IOException {
        assertThat(csv())
                .startsWith("\uFEFFsubject,reason,times,share\r\n"
                        + "\"'=HYPERLINK(\"\"x\"\")\",LOGOUT,3,0.75\r\nSTAY,KICKED,1,\r\n# rows=2 sha256=");
    }

    @Test
    void xlsxHasNumbersAsNumbersTextAsTextNoFormulaAndTheHashOfTheCsv() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportFormat.XLSX.write(TABLE, out);
        String sheet = entry(out.toByteArray(), "xl/worksheets/sheet1.xml");
        assertThat(sheet)
                .contains("<c r=\"A2\" t=\"inlineStr\"><is><t>=HYPERLINK(&quot;x&quot;)</t></is></c>")
                .contains("<v>3</v>")
                .contains("<v>0.75</v>")
                .doesNotContain("<f>")
                .contains("rows=2");
        String hash = csv().replaceAll("(?s).*sha256=(\\w+)\r\n", "$1");
        assertThat(sheet).contains("sha256=" + hash);
    }

    private static String csv() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportFormat.CSV.write(TABLE, out);
        return out.toString(UTF_8);
    }

    /** As spreadsheets read it, by the directory at the file's end. */
    private static String entry(byte[] content, String name) throws IOException {
        Path file = Files.createTempFile("report", ".xlsx");
        try {
            Files.write(file, content);
            try (ZipFile zip = new ZipFile(file.toFile())) {
                return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), UTF_8);
            }
        } finally {
            Files.delete(file);
        }
    }
}

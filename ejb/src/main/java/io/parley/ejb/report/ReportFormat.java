package io.parley.ejb.report;

import io.parley.ejb.record.CsvTable;
import io.parley.ejb.report.ReportTable.Column;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Files that a report can be taken away as. Both end with the number of rows and the SHA-256 of the CSV file's bytes before its last line.
 */
public enum ReportFormat {
    CSV("text/csv;charset=UTF-8") {
        @Override
        public void write(ReportTable table, OutputStream out) throws IOException {
            csv(table, out).finish();
        }
    },
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") {
        @Override
        public void write(ReportTable table, OutputStream out) throws IOException {
            Workbook book = new Workbook(out, "Parley", "1.0");
            Worksheet sheet = book.newWorksheet(table.kind().path());
            List<String> names = table.columns().stream().map(Column::key).toList();
            int line = 0;
            cells(sheet, line++, names);
            for (List<@Nullable Object> row : table.rows()) {
                cells(sheet, line++, row);
                if (line % FLUSH_ROWS == 0) {
                    sheet.flush();
                }
            }
            CsvTable same = csv(table, OutputStream.nullOutputStream());
            cells(sheet, line, List.of("rows=" + same.rows(), "sha256=" + same.sha256()));
            book.finish();
        }
    };

    private static final int FLUSH_ROWS = 500;

    private final String mediaType;

    ReportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public abstract void write(ReportTable table, OutputStream out) throws IOException;

    public String mediaType() {
        return mediaType;
    }

    /** As in addresses and file names. */
    public String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ReportFormat> of(String suffix) {
        return Arrays.stream(values())
                .filter(format -> format.suffix().equals(suffix))
                .findFirst();
    }

    private static CsvTable csv(ReportTable table, OutputStream out) throws IOException {
        CsvTable csv = new CsvTable(out);
        csv.row(table.columns().stream().map(Column::key).toList());
        for (List<@Nullable Object> row : table.rows()) {
            csv.row(row);
        }
        return csv;
    }

    /** A cell of text is never a formula in this format. */
    private static void cells(Worksheet sheet, int line, List<? extends @Nullable Object> values) {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof Number number) {
                sheet.value(line, i, number);
            } else if (value != null) {
                sheet.inlineString(line, i, value.toString());
            }
        }
    }
}

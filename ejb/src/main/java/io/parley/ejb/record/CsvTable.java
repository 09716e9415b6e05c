package io.parley.ejb.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table as CSV after RFC 4180, in UTF-8 with a byte order mark, row by row and without keeping any. Text that a spreadsheet
 * would run as a formula gets an apostrophe before it. The last line says how many rows there are after the first, which holds the
 * columns' names, and the SHA-256 of all bytes before that line. For one thread.
 */
public final class CsvTable {

    private static final String LINE_END = "\r\n";
    /** Spreadsheets of East Asian languages take the full-width forms for the same. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private final OutputStream out;
    private final MessageDigest digest;
    private long lines;

    public CsvTable(OutputStream out) throws IOException {
        this.out = out;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-256", e);
        }
        write("\uFEFF");
    }

    /** @param values written by their {@code toString}; null is an empty cell */
    public void row(List<? extends @Nullable Object> values) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            line.append(i == 0 ? "" : ",").append(value == null ? "" : cell(value));
        }
        write(line.append(LINE_END).toString());
        lines++;
    }

    /** The last line. Leaves the stream open. */
    public void finish() throws IOException {
        out.write(("# rows=" + rows() + " sha256=" + sha256() + LINE_END).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The number of rows after the first. */
    public long rows() {
        return Math.max(0, lines - 1);
    }

    /** The hash of what was written so far, in hexadecimal. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new LinkageError("Java's own SHA-256 can be cloned", e);
        }
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(bytes);
        out.write(bytes);
    }

    private static String cell(Object value) {
        String text = value.toString();
        // A number is no formula, whatever its sign.
        if (!(value instanceof Number) && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quote = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}

package io.parley.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes AMF0, as much of it as commands and metadata need. */
final class AmfWriter {

    private static final int NUMBER = 0;
    private static final int STRING = 2;
    private static final int OBJECT = 3;
    private static final int NULL = 5;
    private static final int OBJECT_END = 9;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** A step that in memory cannot fail. */
    private interface Step {
        void run() throws IOException;
    }

    private AmfWriter write(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The beginning of a command: its name and transaction number. */
    static AmfWriter command(String name, int transaction) {
        return new AmfWriter().text(name).number(transaction);
    }

    AmfWriter text(String text) {
        return write(() -> {
            out.writeByte(STRING);
            name(text);
        });
    }

    AmfWriter number(double number) {
        return write(() -> {
            out.writeByte(NUMBER);
            out.writeDouble(number);
        });
    }

    AmfWriter none() {
        return write(() -> out.writeByte(NULL));
    }

    AmfWriter beginObject() {
        return write(() -> out.writeByte(OBJECT));
    }

    AmfWriter property(String name, String value) {
        return write(() -> name(name)).text(value);
    }

    AmfWriter property(String name, double value) {
        return write(() -> name(name)).number(value);
    }

    AmfWriter endObject() {
        return write(() -> {
            out.writeShort(0);
            out.writeByte(OBJECT_END);
        });
    }

    private void name(String text) throws IOException {
        byte[] utf = text.getBytes(UTF_8);
        out.writeShort(utf.length);
        out.write(utf);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}

package io.parley.relay.rtmp;

import java.text.MessageFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that the relay logs while this is open, and nowhere else. */
public final class LogCapture extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.parley.relay");
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();

    public LogCapture() {
        this(Level.INFO);
    }

    public LogCapture(Level least) {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
        logger.setLevel(least);
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    List<LogRecord> records() {
        return List.copyOf(records);
    }

    public List<String> lines() {
        return records.stream()
                .map(record -> record.getParameters() == null
                        ? record.getMessage()
                        : MessageFormat.format(record.getMessage(), record.getParameters()))
                .toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }
}

package io.parley.relay.record;

import io.parley.relay.gate.RecordingEnd;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes recordings on one thread of its own, so that a slow disk holds up no event loop: what it cannot keep up with it leaves out, and
 * counts. Files are called {@code <day in UTC>/<publication id>.flv}; nothing a client sends is part of a name.
 */
public final class Recorder implements AutoCloseable {

    static final String SUFFIX = ".flv";

    /** Interval of looks at the recordings: streams keep far more than comes in this time. */
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

    /** Time for the last bytes when the relay stops, in milliseconds. */
    private static final int CLOSE_PATIENCE = 5_000;

    private static final Logger LOG = System.getLogger(Recorder.class.getName());

    /** Takes reports of ends, and says when one has been taken note of. Called on the recorder's thread. */
    public interface Listener {

        /** From {@code taken} on the file has its final name; without it, the same end is reported again by the next process. */
        void recorded(RecordingEnd end, Runnable taken);
    }

    private final Path directory;
    private final long syncNanos;
    private final Listener listener;
    private final Queue<RecordingTask> begun = new ConcurrentLinkedQueue<>();
    private final List<Running> running = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closing;

    /** @param syncMs time at the end that a crash of the machine may cost, milliseconds */
    public Recorder(Path directory, int syncMs, Listener listener) throws IOException {
        this.directory = PrivateFiles.directory(directory).toAbsolutePath();
        this.syncNanos = TimeUnit.MILLISECONDS.toNanos(syncMs);
        this.listener = listener;
        if (!Files.isWritable(this.directory)) {
            throw new IOException("recordings cannot be written to " + directory);
        }
        this.thread = new Thread(this::run, "parley-recorder");
        thread.setDaemon(true);
        thread.start();
    }

    /** From any thread. */
    public void record(RecordingTask recording) {
        begun.add(recording);
        LockSupport.unpark(thread);
    }

    private void run() {
        recover();
        long synced = System.nanoTime();
        boolean last;
        do {
            // Before looking, so that whatever began before the end is written.
            last = closing;
            for (RecordingTask each = begun.poll(); each != null; each = begun.poll()) {
                begin(each);
            }
            boolean sync = System.nanoTime() - synced >= syncNanos;
            synced = sync ? System.nanoTime() : synced;
            running.removeIf(each -> !each.goOn(sync));
            if (!last) {
                rest();
            }
        } while (!last);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_PATIENCE);
        while (!running.isEmpty() && System.nanoTime() < deadline) {
            running.removeIf(each -> !each.isFinished() || !each.goOn(false));
        }
        running.forEach(Running::abandon);
    }

    /** Until there may be something to write; a recorder that records nothing wakes up for nothing. */
    private void rest() {
        if (running.isEmpty()) {
            LockSupport.park(this);
        } else if (running.stream().noneMatch(Running::isFinished)) {
            LockSupport.parkNanos(this, INTERVAL);
        }
    }

    private void begin(RecordingTask recording) {
        String name = LocalDate.now(Clock.system(ZoneOffset.UTC)) + "/" + recording.publicationId() + SUFFIX;
        try {
            running.add(new Running(recording, RecordedFile.create(directory, name)));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "publication " + recording.publicationId() + " is not recorded: " + e);
            recording.close();
            report(
                    new RecordingEnd(recording.publicationId(), name, RecordingEnd.Outcome.FAILED, 0, 0, 0, ""),
                    () -> {});
        }
    }

    private void report(RecordingEnd end, FileAction keep) {
        try {
            listener.recorded(end, () -> {
                try {
                    keep.run();
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "recording " + end.file() + " keeps its name of an unfinished one: " + e);
                }
            });
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "gate failed at the end of recording " + end.file(), fault);
        }
    }

    private interface FileAction {
        void run() throws IOException;
    }

    /** Repairs the files that processes before this one did not finish. */
    private void recover() {
        try (Stream<Path> files = Files.walk(directory, 2)) {
            files.filter(file -> file.toString().endsWith(SUFFIX + RecordedFile.UNFINISHED))
                    .sorted()
                    .forEach(this::recover);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "recordings were not looked through for unfinished ones: " + e);
        }
    }

    private void recover(Path unfinished) {
        try {
            RecordingRecovery file = RecordingRecovery.of(directory, unfinished);
            report(file.repair(), file::keep);
        } catch (IOException | NumberFormatException e) {
            LOG.log(Level.WARNING, "recording " + unfinished.getFileName() + " is left as it is: " + e);
        }
    }

    /** Writes what is there and ends. Blocks for a few seconds at most. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A recording and its file. */
    private final class Running {

        private final RecordingTask recording;
        private final RecordedFile file;
        private RecordingEnd.@Nullable Outcome outcome;

        Running(RecordingTask recording, RecordedFile file) {
            this.recording = recording;
            this.file = file;
        }

        /** Nothing more is written; the file is read for its sum. */
        boolean isFinished() {
            return outcome != null;
        }

        /** False at the end. */
        boolean goOn(boolean sync) {
            try {
                return isFinished() ? !isReported() : writes(sync);
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "recording " + file.name() + " ends early: " + e);
                return !isFinished() && isFailed();
            }
        }

        private boolean writes(boolean sync) throws IOException {
            boolean more = recording.write(file);
            file.flush();
            if (more && sync) {
                file.sync();
            } else if (!more) {
                file.finish();
                finished(RecordingEnd.Outcome.COMPLETE);
            }
            return true;
        }

        private void finished(RecordingEnd.Outcome how) {
            outcome = how;
            recording.close();
        }

        private boolean isFailed() {
            try {
                file.finishEarly();
                finished(RecordingEnd.Outcome.FAILED);
                return true;
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.WARNING, "recording " + file.name() + " could not be closed: " + e);
                abandon();
                return false;
            }
        }

        private boolean isReported() throws IOException {
            RecordingEnd.Outcome how = outcome;
            if (how == null || !file.digest()) {
                return false;
            }
            report(file.end(recording.publicationId(), how, recording.gaps()), file::keep);
            return true;
        }

        /** The next process finishes it. */
        void abandon() {
            recording.close();
            file.closeQuietly();
        }
    }
}

package io.parley.relay.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories and files that no other user of the machine can read, whatever the process's umask; where there are permissions. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** With all above that is missing. */
    static Path directory(Path directory) throws IOException {
        return Files.createDirectories(directory, only(directory, "rwx------"));
    }

    /** A new file, to be written and read, with the directories above it that are missing. */
    static FileChannel create(Path file) throws IOException {
        Path above = file.getParent();
        if (above != null) {
            directory(above);
        }
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                only(file, "rw-------"));
    }

    private static FileAttribute<?>[] only(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

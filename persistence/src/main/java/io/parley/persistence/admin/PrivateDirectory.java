package io.parley.persistence.admin;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory that belongs to the server's user and that no other user of the machine can look into: keys, passwords, recordings and
 * the database lie in it. File systems without POSIX permissions are left as they are.
 */
public final class PrivateDirectory {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(OWNER);
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateDirectory() {}

    /** Tells whether permissions mean anything there. */
    public static boolean isSupported(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Makes it, with all above that is missing, or looks whether it is private. An empty one of this user is made so.
     *
     * @throws IllegalStateException when it has something in it and another user owns it or may look into it; says how to mend that
     */
    public static void require(Path directory) throws IOException {
        Path path = directory.toAbsolutePath().normalize();
        if (!isSupported(path)) {
            Files.createDirectories(path);
            return;
        }
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, DIRECTORY);
        }
        Path real = path.toRealPath();
        if (!Files.getOwner(real).equals(user(real))) {
            throw new IllegalStateException(real + " belongs to another user (" + Files.getOwner(real)
                    + "), who can change what lies in it. Run as that user, or take it over: chown -R $(id -un) " + real
                    + " && chmod -R go= " + real + "\n" + real + " 属于另一个用户（" + Files.getOwner(real)
                    + "），该用户可以更改其中的内容。请以该用户运行，或接管该目录：chown -R $(id -un) " + real + " && chmod -R go= " + real);
        }
        if (isPrivate(Files.getPosixFilePermissions(real))) {
            return;
        }
        if (isEmpty(real)) {
            Files.setPosixFilePermissions(real, OWNER);
            return;
        }
        throw new IllegalStateException(real + " is open to other users of this machine ("
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(real))
                + "): keys, passwords and recordings lie in it. Close it with: chmod -R go= " + real + "\n" + real
                + " 对本机其他用户开放（" + PosixFilePermissions.toString(Files.getPosixFilePermissions(real))
                + "）：其中有密钥、密码和录制文件。请用以下命令关闭：chmod -R go= " + real);
    }

    /** Takes from everything in this tree what others than the owner may do; links are left alone. */
    public static void close(Path tree) throws IOException {
        if (!isSupported(tree) || !Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                closeOne(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isSymbolicLink()) {
                    closeOne(file);
                }
                return FileVisitResult.CONTINUE;
            }

            /** A server at work makes and removes files. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    /** Makes an empty file that only this user can read, unless there is one. */
    public static Path file(Path file) throws IOException {
        if (!Files.exists(file)) {
            if (isSupported(file)) {
                Files.createFile(file, FILE);
            } else {
                Files.createFile(file);
            }
        }
        return file;
    }

    private static void closeOne(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (!isPrivate(permissions)) {
            Set<PosixFilePermission> less = EnumSet.copyOf(OWNER);
            less.retainAll(permissions);
            Files.setPosixFilePermissions(path, less);
        }
    }

    private static boolean isPrivate(Set<PosixFilePermission> permissions) {
        return OWNER.containsAll(permissions);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** The user of this process is whoever owns what it makes. */
    private static UserPrincipal user(Path directory) throws IOException {
        Path probe = Files.createTempFile(directory, ".owner", "");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }
}

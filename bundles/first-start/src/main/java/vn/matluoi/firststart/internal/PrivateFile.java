package vn.matluoi.firststart.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files only their owner may read. A file is written aside, forced to disk and moved into place, so that it is there whole or
 * not at all; it never existed with wider rights.
 */
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ANY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PrivateFile() {}

    /** Writes a file of mode 0600, replacing one of this name. */
    static void write(Path file, byte[] content) throws IOException {
        write(file, content, PosixFilePermissions.asFileAttribute(OWNER_FILE));
    }

    /** Writes a file in the same way, with the given mode, as {@code rw-r--r--}. */
    static void write(Path file, byte[] content, String mode) throws IOException {
        write(file, content, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    }

    private static void write(Path file, byte[] content, FileAttribute<Set<PosixFilePermission>> mode)
            throws IOException {
        Path aside = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new", mode);
        try {
            // the umask may have narrowed what was asked for
            Files.setPosixFilePermissions(aside, mode.value());
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Makes a folder of mode 0700; one that is there is narrowed to it. */
    static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            Files.setPosixFilePermissions(folder, OWNER_FOLDER);
        } else {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        }
    }

    /** Whether the group or anybody else has any right to the file. */
    static boolean isOpenToOthers(Path file) throws IOException {
        return !OWNER_ANY.containsAll(Files.getPosixFilePermissions(file));
    }
}

package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are on the disk whole or not at all, whenever the disk is full or the power goes. One writer a folder. */
final class WholeFile {

    /** What a file is called while it is written; may be left in its folder by a process that was killed. */
    static final String ASIDE = ".part";

    private WholeFile() {}

    /** Written aside, forced, moved over what is there, and the name forced, too: a file written later is there only with it. */
    static void write(Path file, byte[] content) throws IOException {
        var aside = file.resolveSibling(ASIDE);
        Files.deleteIfExists(aside); // whatever lies there: a link is not followed
        try (var channel = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}

package vn.matluoi.thirdparty.derby;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a control file (48 bytes: format, version, instant of the checkpoint, and more; Derby 10.16, {@code
 * LogToFile.writeControlFile}) says that the last checkpoint is: in which log file, at which of its bytes.
 */
record Checkpoint(long instant) {

    private static final int PLACE = 8;
    private static final int RECORD_HEAD = 12;

    static boolean isControl(Path file) {
        var name = file.getFileName().toString();
        return name.equals("log.ctrl") || isMirror(file);
    }

    /** Written after the other; then old files of the log go. */
    static boolean isMirror(Path file) {
        return file.getFileName().toString().equals("logmirror.ctrl");
    }

    static Checkpoint of(byte[] control, int from) {
        return new Checkpoint(ByteBuffer.wrap(control).getLong(from + PLACE));
    }

    /** @return whether the log has its record, by which alone a database can be recovered from it */
    boolean isIn(Path log) throws IOException {
        if (instant == 0) { // a new database has had none
            return true;
        }
        var file = log.resolve("log" + (instant >>> 32) + ".dat");
        var place = instant & 0xffffffffL;
        if (!Files.exists(file) || Files.size(file) < place + RECORD_HEAD) {
            return false;
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(place);
            return in.readInt() > 0 && in.readLong() == instant; // a record begins with its length and its instant
        }
    }
}

package vn.matluoi.thirdparty.derby;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.apache.derby.io.StorageRandomAccessFile;

/**
 * A file of a database. Derby writes its log here with O_DSYNC, and syncs its containers here; it writes the pages of those by the
 * file's channel, past this class, and takes the database down itself when that fails.
 *
 * <p>At the end of a recovery Derby names the new checkpoint in its control files, and deletes the log before it, while the
 * checkpoint's own record is still in memory ({@code LogToFile.checkpointInRFR}, 10.16.1.1); it names it once more when the record is
 * written. A log that could not be written at that moment, or a process killed there, left a database that nothing can
 * open. So the first time is left out, and what it deletes is deleted after the second.
 */
final class WatchedFile extends RandomAccessFile implements StorageRandomAccessFile {

    private final String path;
    private final String mode;
    private final FailStopStorage.Health health;

    WatchedFile(String path, String mode, FailStopStorage.Health health) throws FileNotFoundException {
        super(path, mode);
        this.path = path;
        this.mode = mode;
        this.health = health;
    }

    @Override
    public WatchedFile clone() {
        try {
            return new WatchedFile(path, mode, health);
        } catch (FileNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        health.require();
        var file = Path.of(path);
        var control = Checkpoint.isControl(file);
        if (control && !Checkpoint.of(bytes, from).isIn(file.getParent())) {
            health.early();
            return;
        }
        try {
            super.write(bytes, from, length);
        } catch (IOException e) {
            throw health.failed(e);
        }
        if (control && Checkpoint.isMirror(file)) {
            health.inOrder();
        }
    }

    @Override
    public void sync() throws IOException {
        health.require();
        try {
            getFD().sync();
        } catch (IOException e) {
            throw health.failed(e);
        }
    }
}

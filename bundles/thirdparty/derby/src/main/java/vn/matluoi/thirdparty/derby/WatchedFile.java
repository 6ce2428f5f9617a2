package vn.matluoi.thirdparty.derby;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.apache.derby.io.StorageRandomAccessFile;

/**
 * A file of a database. Derby writes its log here with O_DSYNC, and syncs its containers here; it writes the pages of those by the
 * file's channel, past this class, and takes the database down itself when that fails.
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
    public void write(byte[] bytes, int from, int length) throws IOException {
        health.require();
        try {
            super.write(bytes, from, length);
        } catch (IOException e) {
            throw health.failed(e);
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

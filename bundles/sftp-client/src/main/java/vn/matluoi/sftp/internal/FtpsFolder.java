package vn.matluoi.sftp.internal;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.net.ftp.FTPFile;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.sftp.RemoteFile;
import vn.matluoi.api.sftp.RemoteFolder;

/** A folder by FTP with TLS: the one the session stands in. */
final class FtpsFolder implements RemoteFolder {

    private final FtpsClient ftp;
    private final String folder;
    private final Deadline deadline;

    /** @param folder what people call it */
    FtpsFolder(FtpsClient ftp, String folder, Deadline deadline) {
        this.ftp = ftp;
        this.folder = folder;
        this.deadline = deadline;
    }

    @Override
    public void list(Seen seen) throws IOException, DeviceException {
        if (!ftp.list(one -> one.isFile() && one.getSize() >= 0 ? seen.file(file(one.getName(), one)) : seen.other())) {
            throw Troubles.folder(folder, true);
        }
    }

    private static RemoteFile file(String name, FTPFile file) {
        var time = file.getTimestampInstant();
        return new RemoteFile(name, file.getSize(), time == null ? Instant.EPOCH : time);
    }

    private Optional<FTPFile> look(String path) throws IOException {
        return Optional.ofNullable(ftp.mlistFile(path));
    }

    @Override
    public Optional<RemoteFile> find(String path) throws IOException {
        return look(path).filter(FTPFile::isFile).map(file -> file(path, file));
    }

    @Override
    public boolean exists(String path) throws IOException {
        return look(path).isPresent();
    }

    @Override
    public InputStream read(String path) throws IOException {
        var in = ftp.retrieveFileStream(path);
        if (in == null) {
            throw new Unreadable(new IOException(Integer.toString(ftp.getReplyCode())));
        }
        return new FilterInputStream(in) {
            @Override
            public void close() throws IOException {
                super.close();
                completed();
            }
        };
    }

    @Override
    public OutputStream write(String path) throws IOException {
        var out = ftp.storeFileStream(path);
        if (out == null) {
            throw unwritable();
        }
        return new FilterOutputStream(out) {

            private boolean closed;

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                if (closed) {
                    return;
                }
                closed = true;
                super.close();
                if (!ftp.completePendingCommand()) {
                    throw unwritable();
                }
            }
        };
    }

    private IOException unwritable() {
        return unwritable(ftp.getReplyCode());
    }

    /** @return what an answer says that is no yes (RFC 959, 4.2) */
    static IOException unwritable(int code) {
        var said = new IOException("answered " + code);
        return switch (code) {
            case 452, 552 -> new Unwritable(Unwritable.Why.SPACE, said);
            case 532, 550, 553 -> new Unwritable(Unwritable.Why.RIGHTS, said);
            case 421, 425, 426 -> said; // the connection broke
            default -> new Unwritable(Unwritable.Why.FAILED, said);
        };
    }

    private void completed() throws IOException {
        if (!ftp.completePendingCommand()) {
            throw new IOException("broken off, " + ftp.getReplyCode());
        }
    }

    @Override
    public boolean makeFolder(String name) throws IOException {
        if (look(name).isEmpty() && !ftp.makeDirectory(name)) {
            return false;
        }
        return look(name).filter(FTPFile::isDirectory).isPresent();
    }

    /** Some servers move over what is there. */
    @Override
    public boolean move(String from, String to) throws IOException {
        return !exists(to) && ftp.rename(from, to);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        if (ftp.rename(from, to)) { // most servers move over what is there
            return;
        }
        var refusal = unwritable();
        if (!exists(from) || !exists(to) || !ftp.deleteFile(to) || !ftp.rename(from, to)) {
            throw refusal;
        }
    }

    @Override
    public void remove(String path) throws IOException {
        ftp.deleteFile(path);
    }

    @Override
    public void close() {
        deadline.met();
        ftp.end();
    }
}

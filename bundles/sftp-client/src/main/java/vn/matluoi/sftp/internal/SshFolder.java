package vn.matluoi.sftp.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.sftp.RemoteFile;
import vn.matluoi.api.sftp.RemoteFolder;

/** A folder by SFTP, version 3 and up (draft-ietf-secsh-filexfer-02). */
final class SshFolder implements RemoteFolder {

    private static final int CHUNK = 32 * 1024; // as every server takes and gives at once

    private final SshClient client;
    private final SftpClient sftp;
    private final String folder;
    private final Deadline deadline;

    SshFolder(SshClient client, SftpClient sftp, String folder, Deadline deadline) {
        this.client = client;
        this.sftp = sftp;
        this.folder = folder;
        this.deadline = deadline;
    }

    private String place(String path) {
        return folder.endsWith("/") ? folder + path : folder + "/" + path;
    }

    @Override
    public void list(Seen seen) throws IOException, DeviceException {
        try (var handle = sftp.openDir(folder)) {
            for (var some = sftp.readDir(handle); some != null; some = sftp.readDir(handle)) {
                if (some.isEmpty()) {
                    throw new IOException("a list without names and without end");
                }
                for (var one : some) {
                    var attributes = one.getAttributes();
                    if (!(attributes.isRegularFile() ? seen.file(file(one.getFilename(), attributes)) : seen.other())) {
                        return;
                    }
                }
            }
        } catch (SftpException e) {
            throw Troubles.folder(folder, e.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED);
        }
    }

    @Override
    public Optional<RemoteFile> find(String path) throws IOException {
        return look(path).filter(Attributes::isRegularFile).map(attributes -> file(path, attributes));
    }

    @Override
    public boolean exists(String path) throws IOException {
        return look(path).isPresent();
    }

    private Optional<Attributes> look(String path) throws IOException {
        try {
            return Optional.of(sftp.lstat(place(path)));
        } catch (SftpException e) {
            if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static RemoteFile file(String name, Attributes attributes) {
        var time = attributes.getModifyTime();
        return new RemoteFile(name, attributes.getSize(), time == null ? Instant.EPOCH : time.toInstant());
    }

    @Override
    public InputStream read(String path) throws IOException {
        try {
            return new Pieces(sftp.open(place(path), OpenMode.Read));
        } catch (SftpException e) {
            throw new Unreadable(e);
        }
    }

    @Override
    public OutputStream write(String path) throws IOException {
        try {
            return new Written(
                    path, sftp.write(place(path), CHUNK, OpenMode.Write, OpenMode.Create, OpenMode.Exclusive));
        } catch (SftpException e) {
            throw unwritable(e);
        }
    }

    @Override
    public boolean makeFolder(String name) throws IOException {
        if (look(name).isEmpty()) {
            try {
                sftp.mkdir(place(name));
            } catch (SftpException e) {
                return false;
            }
        }
        return look(name).filter(Attributes::isDirectory).isPresent();
    }

    @Override
    public boolean move(String from, String to) throws IOException {
        try {
            sftp.rename(place(from), place(to));
            return true;
        } catch (SftpException e) {
            return false;
        }
    }

    @Override
    public void replace(String from, String to) throws IOException {
        var atOnce = sftp.getExtension(OpenSSHPosixRenameExtension.class);
        try {
            if (atOnce != null && atOnce.isSupported()) {
                atOnce.posixRename(place(from), place(to));
            } else {
                overWhatIsThere(from, to);
            }
        } catch (SftpException e) {
            throw unwritable(e);
        }
    }

    private void overWhatIsThere(String from, String to) throws IOException {
        try {
            sftp.rename(place(from), place(to));
        } catch (SftpException e) {
            if (!exists(from) || !exists(to)) {
                throw e;
            }
            sftp.remove(place(to));
            sftp.rename(place(from), place(to));
        }
    }

    private static Unwritable unwritable(SftpException e) {
        return new Unwritable(
                switch (e.getStatus()) {
                    case SftpConstants.SSH_FX_PERMISSION_DENIED,
                            SftpConstants.SSH_FX_WRITE_PROTECT,
                            SftpConstants.SSH_FX_CANNOT_DELETE -> Unwritable.Why.RIGHTS;
                    case SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM, SftpConstants.SSH_FX_QUOTA_EXCEEDED ->
                        Unwritable.Why.SPACE;
                    default -> Unwritable.Why.FAILED;
                },
                e);
    }

    @Override
    public void remove(String path) throws IOException {
        try {
            sftp.remove(place(path));
        } catch (SftpException e) {
            if (e.getStatus() != SftpConstants.SSH_FX_NO_SUCH_FILE) {
                throw unwritable(e);
            }
        }
    }

    @Override
    public void close() {
        deadline.met();
        client.stop(); // with the session and its channel
    }

    /** A file that is forced to the server's disk, where the server knows how, once all of it is there. */
    private final class Written extends FilterOutputStream {

        private final String path;
        private boolean closed;

        Written(String path, OutputStream out) {
            super(out);
            this.path = path;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (SftpException e) {
                throw unwritable(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                out.close(); // waits until the server has taken all of it
                force();
            } catch (SftpException e) {
                throw unwritable(e);
            }
        }

        private void force() throws IOException {
            var sync = sftp.getExtension(OpenSSHFsyncExtension.class);
            if (sync != null && sync.isSupported()) {
                try (var handle = sftp.open(place(path), OpenMode.Write)) {
                    sync.fsync(handle);
                }
            }
        }
    }

    /** A file piece by piece. The library's own stream waits for ever on a server that gives empty pieces. */
    private final class Pieces extends InputStream {

        private final CloseableHandle handle;
        private long at;

        Pieces(CloseableHandle handle) {
            this.handle = handle;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            var n = sftp.read(handle, at, buffer, from, Math.min(length, CHUNK));
            if (n == 0) {
                throw new IOException("an empty piece");
            }
            at += Math.max(0, n);
            return n;
        }

        @Override
        public void close() throws IOException {
            handle.close();
        }
    }
}

package vn.matluoi.simulators.agency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/**
 * An agency's SFTP server on loopback with one account, into whose folder it lays its sheets, or is brought files. It can be read-only,
 * slow, full, break off in the middle of a file, give less of a file than it says there is, or keep less than it says it took. Any
 * thread.
 */
public final class SftpAgency implements FileAgency {

    private final SshServer server;
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile String password;
    private volatile PublicKey key;
    private volatile boolean readOnly;
    private volatile long breaksOffAfter = Long.MAX_VALUE;
    private volatile long endsAfter = Long.MAX_VALUE;
    private volatile long slowMillis;
    private volatile boolean emptyPieces;
    private volatile long cutsWritesAfter = Long.MAX_VALUE;
    private volatile long fullAt = Long.MAX_VALUE;
    private volatile long keepsOnly = Long.MAX_VALUE;
    private volatile boolean movesNothing;
    private volatile boolean hangsUpOnceMoved;
    private final AtomicInteger synced = new AtomicInteger();

    /**
     * @param port 0 for any free one
     * @param hostKey where its key is kept; made if it is not there
     * @param folder what the account sees as its root
     */
    public SftpAgency(int port, Path hostKey, Path folder, String user, String password) throws IOException {
        this.password = password;
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider(hostKey);
        keys.setAlgorithm("EC");
        keys.setKeySize(256);
        server.setKeyPairProvider(keys);
        server.setPasswordAuthenticator(
                (name, secret, session) -> counted(name.equals(user) && secret.equals(this.password)));
        server.setPublickeyAuthenticator((name, shown, session) -> {
            boolean mine = name.equals(user) && KeyUtils.compareKeys(shown, key);
            return mine || counted(false);
        });
        server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder()
                .withFileSystemAccessor(new Faulty())
                .build()));
        server.start();
    }

    private boolean counted(boolean accepted) {
        (accepted ? logins : refusals).incrementAndGet();
        return accepted;
    }

    @Override
    public int port() {
        return server.getPort();
    }

    /** @return of its key, as {@code ssh-keygen -lf} prints it */
    @Override
    public String fingerprint() {
        try {
            PublicKey key =
                    server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
            return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return how often somebody logged in with the password */
    public int logins() {
        return logins.get();
    }

    /** @return how often a password or a key was not accepted */
    public int refusals() {
        return refusals.get();
    }

    public void password(String another) {
        password = another;
    }

    /** From now on a key opens the account, too. */
    public void key(PublicKey one) {
        key = one;
    }

    public void readOnly(boolean on) {
        readOnly = on;
    }

    @Override
    public void breaksOffAfter(long bytes) {
        breaksOffAfter = bytes;
    }

    @Override
    public void endsAfter(long bytes) {
        endsAfter = bytes;
    }

    /** The connection is gone once so many bytes of a file have been written. */
    public void cutsWritesAfter(long bytes) {
        cutsWritesAfter = bytes;
    }

    /** No file has room for more. */
    public void fullAt(long bytes) {
        fullAt = bytes;
    }

    /** Takes all, and keeps no more than that of any file. */
    public void keepsOnly(long bytes) {
        keepsOnly = bytes;
    }

    /** Names of files stay as they are. */
    public void movesNothing(boolean on) {
        movesNothing = on;
    }

    /** A file gets its new name, and the connection is gone before that is said. */
    public void hangsUpOnceMoved(boolean on) {
        hangsUpOnceMoved = on;
    }

    /** Knows nothing that is not in the standard, for connections from now on. */
    public void plain() {
        SftpModuleProperties.OPENSSH_EXTENSIONS.set(server, "nothing@example.vn=1"); // none at all stands for all
    }

    /** @return how often a file was forced to the disk */
    public int synced() {
        return synced.get();
    }

    @Override
    public void slow(long millis) {
        slowMillis = millis;
    }

    /** Answers each question for a piece of a file with nothing, for ever. */
    public void emptyPieces(boolean on) {
        emptyPieces = on;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /** Files as they are, but for what was asked for above. */
    private final class Faulty implements SftpFileSystemAccessor {

        @Override
        public SeekableByteChannel openFile(
                SftpSubsystemProxy subsystem,
                FileHandle handle,
                Path file,
                String name,
                Set<? extends OpenOption> options,
                FileAttribute<?>... attributes)
                throws IOException {
            if (options.contains(StandardOpenOption.WRITE)) {
                mayWrite(file);
            }
            SeekableByteChannel channel =
                    SftpFileSystemAccessor.super.openFile(subsystem, handle, file, name, options, attributes);
            return new Spoiled(channel, () -> subsystem.getSession().close(true));
        }

        @Override
        public void createDirectory(SftpSubsystemProxy subsystem, Path path) throws IOException {
            mayWrite(path);
            SftpFileSystemAccessor.super.createDirectory(subsystem, path);
        }

        @Override
        public void renameFile(SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options)
                throws IOException {
            mayWrite(from);
            if (movesNothing) {
                throw new AccessDeniedException(from.toString());
            }
            SftpFileSystemAccessor.super.renameFile(subsystem, from, to, options);
            if (hangsUpOnceMoved) {
                subsystem.getSession().close(true);
                throw new IOException("hung up");
            }
        }

        @Override
        public void syncFileData(
                SftpSubsystemProxy subsystem, FileHandle handle, Path file, String name, Channel channel) {
            synced.incrementAndGet();
        }

        private void mayWrite(Path path) throws IOException {
            if (readOnly) {
                throw new AccessDeniedException(path.toString());
            }
        }
    }

    /** A file that is read and written through the faults. */
    private final class Spoiled implements SeekableByteChannel {

        private final SeekableByteChannel file;
        private final Runnable breakOff;

        Spoiled(SeekableByteChannel file, Runnable breakOff) {
            this.file = file;
            this.breakOff = breakOff;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(slowMillis));
            if (emptyPieces) {
                return 0;
            }
            if (file.position() >= breaksOffAfter) {
                breakOff.run();
                throw new IOException("broken off");
            }
            if (file.position() >= endsAfter) {
                return -1;
            }
            into.limit(into.position() + (int) Math.min(into.remaining(), endsAfter - file.position()));
            return file.read(into);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(slowMillis));
            if (file.position() >= cutsWritesAfter) {
                breakOff.run();
                throw new IOException("broken off");
            }
            if (file.position() + from.remaining() > fullAt) {
                throw new IOException("No space left on device");
            }
            if (file.position() >= keepsOnly) {
                int lost = from.remaining();
                from.position(from.limit());
                return lost;
            }
            return file.write(from);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

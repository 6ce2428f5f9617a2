package vn.matluoi.simulators.agency;

import java.io.File;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.filesystem.nativefs.impl.NativeFileSystemView;
import org.apache.ftpserver.filesystem.nativefs.impl.NativeFtpFile;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpFile;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.ftplet.User;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * An agency's FTP server with TLS on loopback with one account, into whose folder it lays its sheets, or is brought files. It can be
 * slow, break off in the middle of a file, give less of a file than it says there is, or hang up once it has what it was brought. Any
 * thread.
 */
public final class FtpsAgency implements FileAgency {

    private final AtomicInteger passwords = new AtomicInteger();
    private final String fingerprint;
    private final FtpServer server;
    private final Listener listener;
    private volatile long breaksOffAfter = Long.MAX_VALUE;
    private volatile long endsAfter = Long.MAX_VALUE;
    private volatile long slowMillis;
    private volatile boolean hangsUpOnceMoved;

    /**
     * @param port 0 for any free one
     * @param folder what the account sees as its root
     */
    public FtpsAgency(int port, PemCertificate certificate, Path folder, String user, String password)
            throws IOException {
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress("127.0.0.1");
        listeners.setPort(port);
        fingerprint = certificate.fingerprint();
        listeners.setSslConfiguration(new Tls(certificate.context()));
        listener = listeners.createListener();
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        factory.setFileSystem(Folder::new);
        factory.getFtplets().put("passwords", new Counted());
        try {
            factory.setUserManager(only(folder, user, password));
            server = factory.createServer();
            server.start();
        } catch (FtpException e) {
            throw new IOException("no FTP server: " + e.getMessage(), e);
        }
    }

    private static UserManager only(Path folder, String name, String password) throws FtpException {
        BaseUser user = new BaseUser();
        user.setName(name);
        user.setPassword(password);
        user.setHomeDirectory(folder.toString());
        user.setAuthorities(List.of(new WritePermission()));
        UserManager users = new PropertiesUserManagerFactory().createUserManager();
        users.save(user);
        return users;
    }

    @Override
    public int port() {
        return listener.getPort();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public void breaksOffAfter(long bytes) {
        breaksOffAfter = bytes;
    }

    @Override
    public void endsAfter(long bytes) {
        endsAfter = bytes;
    }

    @Override
    public void slow(long millis) {
        slowMillis = millis;
    }

    /** Gives a file its other name, and the connection is gone before it says so. */
    public void hangsUpOnceMoved(boolean on) {
        hangsUpOnceMoved = on;
    }

    private void hangUp() {
        listener.getActiveSessions().forEach(FtpIoSession::closeNow);
    }

    /** @return how often somebody showed a password */
    public int passwords() {
        return passwords.get();
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Counted extends DefaultFtplet {

        @Override
        public FtpletResult afterCommand(FtpSession session, FtpRequest request, FtpReply reply) {
            if (request.getCommand().equals("PASS")) {
                passwords.incrementAndGet();
            }
            return FtpletResult.DEFAULT;
        }
    }

    /** Files as they are, read through the faults. */
    private final class Folder extends NativeFileSystemView {

        private final User user;

        Folder(User user) throws FtpException {
            super(user);
            this.user = user;
        }

        @Override
        public FtpFile getFile(String name) {
            FtpFile file = super.getFile(name);
            return new Spoiled(file.getAbsolutePath(), (File) file.getPhysicalFile(), user);
        }
    }

    private final class Spoiled extends NativeFtpFile {

        Spoiled(String name, File file, User user) {
            super(name, file, user);
        }

        @Override
        public InputStream createInputStream(long offset) throws IOException {
            return new FilterInputStream(super.createInputStream(offset)) {

                private long position = offset;

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(slowMillis));
                    if (position >= breaksOffAfter) {
                        hangUp();
                        throw new IOException("broken off");
                    }
                    if (position >= endsAfter) {
                        return -1;
                    }
                    int read = super.read(into, from, (int) Math.min(length, endsAfter - position));
                    position += Math.max(0, read);
                    return read;
                }

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }
            };
        }

        @Override
        public OutputStream createOutputStream(long offset) throws IOException {
            OutputStream file = super.createOutputStream(offset);
            return new FilterOutputStream(file) {

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(slowMillis));
                    file.write(bytes, from, length);
                }
            };
        }

        @Override
        public boolean move(FtpFile to) {
            boolean moved = super.move(to);
            if (hangsUpOnceMoved) {
                hangUp();
            }
            return moved;
        }
    }

    private record Tls(SSLContext context) implements SslConfiguration {

        @Override
        public SSLSocketFactory getSocketFactory() {
            return context.getSocketFactory();
        }

        @Override
        public SSLContext getSSLContext() {
            return context;
        }

        @Override
        public SSLContext getSSLContext(String protocol) {
            return context;
        }

        @Override
        public String[] getEnabledCipherSuites() {
            return null; // this library's word for Java's own choice
        }

        @Override
        public String getEnabledProtocol() {
            return "TLSv1.2";
        }

        @Override
        public ClientAuth getClientAuth() {
            return ClientAuth.NONE;
        }
    }
}

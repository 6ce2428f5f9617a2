package vn.matluoi.simulators.agency;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import vn.matluoi.simulators.tls.PemCertificate;

/** An agency's FTP server with TLS on loopback with one account, into whose folder it lays its sheets. Any thread. */
public final class FtpsAgency implements AutoCloseable {

    private final AtomicInteger passwords = new AtomicInteger();
    private final FtpServer server;
    private final Listener listener;

    /**
     * @param port 0 for any free one
     * @param folder what the account sees as its root
     */
    public FtpsAgency(int port, PemCertificate certificate, Path folder, String user, String password)
            throws IOException {
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress("127.0.0.1");
        listeners.setPort(port);
        listeners.setSslConfiguration(new Tls(certificate.context()));
        listener = listeners.createListener();
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
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

    public int port() {
        return listener.getPort();
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

package vn.matluoi.simulators.agency;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.ImapHandler;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * A mail server on loopback with one mailbox, read by IMAP over TLS, into which agencies' mails are laid. It keeps them in memory. Any
 * thread.
 */
public final class MailServer implements AutoCloseable {

    private static final long STARTS_WITHIN_MS = 20_000;

    private final Imaps server;
    private final GreenMailUser box;

    /**
     * @param port 0 for any free one
     * @param address of the mailbox, and its account
     */
    public MailServer(int port, PemCertificate certificate, String address, String password) throws IOException {
        Managers managers = new Managers();
        try {
            box = managers.getUserManager().createUser(address, address, password);
        } catch (UserException e) {
            throw new IOException("no mailbox: " + e.getMessage(), e);
        }
        server = new Imaps(port, certificate.context(), managers);
        server.startService();
        try {
            if (!server.waitTillRunning(STARTS_WITHIN_MS) || !server.isRunning()) {
                throw new IOException("no mail server on port " + port);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A mail with a sheet attached comes in. */
    public void deliver(String from, Path sheet) throws IOException {
        deliver(from, sheet, Map.of());
    }

    /** One with headers besides the usual ones, or in their place. */
    public void deliver(String from, Path sheet, Map<String, String> headers) throws IOException {
        try {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
            mail.setFrom(from);
            mail.setRecipients(Message.RecipientType.TO, box.getEmail());
            mail.setSubject("Danh sách camera", "UTF-8");
            MimeBodyPart text = new MimeBodyPart();
            text.setText("Kính gửi danh sách camera (tệp đính kèm).", "UTF-8");
            MimeBodyPart attached = new MimeBodyPart();
            attached.attachFile(sheet.toFile());
            mail.setContent(new MimeMultipart(text, attached));
            mail.saveChanges();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                mail.setHeader(header.getKey(), header.getValue());
            }
            box.deliver(mail);
        } catch (MessagingException e) {
            throw new IOException("no mail: " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.stopService();
    }

    /** The library's own shows everybody the one certificate that comes with it. */
    private static final class Imaps extends AbstractServer {

        private final SSLContext tls;

        Imaps(int port, SSLContext tls, Managers managers) {
            super(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS), managers);
            this.tls = tls;
        }

        @Override
        protected ServerSocket openServerSocket() throws IOException {
            return tls.getServerSocketFactory()
                    .createServerSocket(setup.getPort(), 16, InetAddress.getByName(setup.getBindAddress()));
        }

        @Override
        protected ProtocolHandler createProtocolHandler(Socket client) {
            return new ImapHandler(managers.getUserManager(), managers.getImapHostManager(), client);
        }
    }
}

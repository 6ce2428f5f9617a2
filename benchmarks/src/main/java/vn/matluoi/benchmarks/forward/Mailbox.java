package vn.matluoi.benchmarks.forward;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.simulators.agency.MailServer;
import vn.matluoi.simulators.tls.PemCertificate;

/** A mail server of this program's own, with a mailbox to which an agency sends its sheets. */
public final class Mailbox implements ListAgency {

    private static final String ACCOUNT = "camera@tinh.example.vn";
    private static final String SENDER = "van-thu@phuong.example.vn";
    private static final String KEY_FILE = "hop-thu";

    private final Path folder;
    private final PemCertificate certificate;
    private final MailServer server;

    /** @param folder for the sheets that are attached, and the server's certificate */
    public Mailbox(Path folder, Routes routes) throws IOException {
        this.folder = Files.createDirectories(folder);
        certificate = PemCertificate.kept(folder, "mail");
        String password = Hub.password().replaceAll("\\W", "x"); // a word of IMAP, unquoted
        routes.secret(KEY_FILE, password);
        server = new MailServer(0, certificate, ACCOUNT, password);
    }

    @Override
    public String settings() {
        try {
            return """
                    template = source-mail
                    host = 127.0.0.1
                    port = %d
                    certificate = %s
                    username = %s
                    secret.file = %s
                    from = %s
                    every.seconds = 1
                    """
                    .formatted(server.port(), certificate.fingerprint(), ACCOUNT, KEY_FILE, SENDER);
        } catch (IOException e) {
            throw new IllegalStateException("it was just made", e);
        }
    }

    @Override
    public void hand(String name, Map<String, String> cameras) throws IOException {
        Path sheet = Files.writeString(folder.resolve(name), ListAgency.csv(cameras));
        server.deliver(SENDER, sheet);
        Files.delete(sheet);
    }

    @Override
    public void close() {
        server.close();
    }
}

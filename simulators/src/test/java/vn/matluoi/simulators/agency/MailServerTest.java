package vn.matluoi.simulators.agency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.tls.PemCertificate;

class MailServerTest {

    private static final String BOX = "camera@tinh.example.vn";

    @TempDir
    Path dir;

    private PemCertificate certificate;
    private MailServer server;

    @BeforeEach
    void serve() throws Exception {
        certificate = PemCertificate.kept(dir, "hop-thu");
        server = new MailServer(0, certificate, BOX, "dung");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Store read(String password) throws Exception {
        Properties settings = new Properties();
        settings.put(
                "mail.imaps.ssl.socketFactory",
                PemCertificate.trusting(certificate.certificate()).getSocketFactory());
        Store store = Session.getInstance(settings).getStore("imaps");
        store.connect("127.0.0.1", server.port(), BOX, password);
        return store;
    }

    @Test
    void aSheetThatIsSentLiesInTheMailbox() throws Exception {
        Path sheet = Files.writeString(dir.resolve("camera.csv"), "Tên camera\nCổng chợ\n");
        server.deliver("van-thu@phuong.example.vn", sheet);
        try (Store store = read("dung");
                Folder inbox = store.getFolder("INBOX")) {
            inbox.open(Folder.READ_ONLY);
            assertThat(inbox.getMessages()).singleElement().satisfies(mail -> {
                assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("van-thu@phuong.example.vn");
                var attached = ((Multipart) mail.getContent()).getBodyPart(1);
                assertThat(attached.getFileName()).isEqualTo("camera.csv");
                assertThat(attached.getInputStream()).hasBinaryContent(Files.readAllBytes(sheet));
            });
        }
    }

    @Test
    void nobodyReadsItWithAnotherPassword() {
        assertThatThrownBy(() -> read("sai")).isInstanceOf(AuthenticationFailedException.class);
    }
}

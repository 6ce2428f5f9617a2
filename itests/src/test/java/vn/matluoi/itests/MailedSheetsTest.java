package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.sheet.SheetFiles;

/** A ward sends its sheet by mail; the hub takes it out of the mailbox. */
class MailedSheetsTest {

    private static final String FILE = "vn.matluoi.route-thu.cfg";
    private static final String PASSWORD = "hop-thu-cua-tram";

    @TempDir
    static Path temp;

    private static final GreenMail SERVER =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS).dynamicPort());

    private static GreenMailUser box;
    private static Client admin;

    @BeforeAll
    static void open() {
        SERVER.start();
        box = SERVER.setUser("camera@tinh.example.vn", "camera", PASSWORD);
        admin = SharedHub.administrator();
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().contains("phuong-2"));
        admin.delete("/api/v1/sources/phuong-2");
        Files.deleteIfExists(SharedHub.get().etc().resolve("keys/hop-thu"));
        SERVER.stop();
    }

    @Test
    void aSheetAttachedToAMailComesIn() throws Exception {
        deliver();
        var key = SharedHub.get().etc().resolve("keys/hop-thu");
        Files.writeString(key, PASSWORD + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = source-mail
                        host = 127.0.0.1
                        port = %d
                        certificate = %s
                        username = camera
                        secret.file = hop-thu
                        from = @phuong-2.example.vn
                        every.seconds = 1
                        source = phuong-2
                        name = Phường 2
                        area = %s
                        """
                                .formatted(SERVER.getImaps().getPort(), fingerprint(), SharedHub.LONG_AN));

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(cameras())
                .as(() -> admin.get("/api/v1/routes").text())
                .isEqualTo(8));
        await().atMost(Duration.ofSeconds(30)).until(() -> mails("done") == 1);
        assertThat(SERVER.getManagers().getImapHostManager().getInbox(box).getMessageCount())
                .isZero();
    }

    private static void deliver() throws Exception {
        var sheet = temp.resolve("camera.xlsx");
        SheetFiles.writeXlsx(CommuneSheet.make(new CommuneSheet.Order(8, 6, 0, 7501, SharedHub.LONG_AN)), sheet);
        var raw =
                "From: can-bo@phuong-2.example.vn\r\nTo: camera@tinh.example.vn\r\nSubject: Camera\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n"
                        + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
                        + "Content-Disposition: attachment; filename=\"camera.xlsx\"\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(Files.readAllBytes(sheet)) + "\r\n--b--\r\n";
        box.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(raw.getBytes(StandardCharsets.US_ASCII))));
    }

    private static int mails(String folder) throws Exception {
        var found = SERVER.getManagers().getImapHostManager().getFolder(box, folder);
        return found == null ? 0 : found.getMessageCount();
    }

    private static String fingerprint() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = GreenMail.class.getResourceAsStream("/greenmail.p12")) {
            store.load(in, "changeit".toCharArray());
        }
        var certificate = store.getCertificate(store.aliases().nextElement());
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private static int cameras() {
        return admin.get("/api/v1/cameras?source=phuong-2").json().get("total").asInt();
    }
}

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
import java.io.StringReader;
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
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.sheet.SheetFiles;

/** A ward sends its sheet by mail; the hub takes it out of the mailbox, by the settings that {@code connect-an-agency.md} shows. */
class MailedSheetsTest {

    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^```properties\\n([^`]*^template = source-mail$.*?)^```$");
    private static final String PASSWORD = "hop-thu-cua-tram";

    @TempDir
    static Path temp;

    private static final GreenMail SERVER =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS).dynamicPort());

    private static final Properties SHOWN = new Properties();

    private static String file;
    private static String source;
    private static GreenMailUser box;
    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        var page = Files.readString(Project.ROOT.resolve("docs/guide/connect-an-agency.md"));
        var block = BLOCK.matcher(page);
        assertThat(block.find()).isTrue();
        SHOWN.load(new StringReader(block.group(1)));
        source = SHOWN.getProperty("source");
        file = "vn.matluoi.route-%s.cfg".formatted(source);
        assertThat(page).contains(file, "etc/keys/" + SHOWN.getProperty("secret.file"));
        SERVER.start();
        box = SERVER.setUser(SHOWN.getProperty("username"), SHOWN.getProperty("username"), PASSWORD);
        admin = SharedHub.administrator();
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(file));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().contains(source));
        admin.delete("/api/v1/sources/" + source);
        Files.deleteIfExists(key());
        SERVER.stop();
    }

    @Test
    void aSheetAttachedToAMailComesIn() throws Exception {
        deliver();
        Files.writeString(key(), PASSWORD + "\n");
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        var settings = new TreeMap<String, String>();
        SHOWN.stringPropertyNames().forEach(name -> settings.put(name, SHOWN.getProperty(name)));
        settings.put("host", "127.0.0.1");
        settings.put("port", Integer.toString(SERVER.getImaps().getPort()));
        settings.put("certificate", fingerprint());
        SharedHub.get()
                .configure(
                        file,
                        settings.entrySet().stream()
                                .map(each -> each.getKey() + " = " + each.getValue() + "\n")
                                .collect(Collectors.joining()));

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(cameras())
                .as(() -> admin.get("/api/v1/routes").text())
                .isEqualTo(8));
        await().atMost(Duration.ofSeconds(30)).until(() -> mails("done") == 1);
        assertThat(SERVER.getManagers().getImapHostManager().getInbox(box).getMessageCount())
                .isZero();
    }

    private static void deliver() throws Exception {
        var sheet = temp.resolve("camera.xlsx");
        SheetFiles.writeXlsx(
                CommuneSheet.make(new CommuneSheet.Order(8, 6, 0, 7501, SHOWN.getProperty("area"))), sheet);
        var raw =
                "From: van-thu@phuong-long-hoa.example.vn\r\nTo: camera@tinh.example.vn\r\nSubject: Camera\r\nMIME-Version: 1.0\r\n"
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

    private static Path key() {
        return SharedHub.get().etc().resolve("keys").resolve(SHOWN.getProperty("secret.file"));
    }

    private static int cameras() {
        return admin.get("/api/v1/cameras?source=" + source).json().get("total").asInt();
    }
}

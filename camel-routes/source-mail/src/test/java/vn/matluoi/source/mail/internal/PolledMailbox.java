package vn.matluoi.source.mail.internal;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.SheetCatalogue;
import vn.matluoi.api.route.SheetPoll;

/** A mailbox that is polled for a ward's mails, and a catalogue that the hub hands their sheets to. */
abstract class PolledMailbox {

    static final String WARD = "Phường 1 <camera@phuong-1.example.vn>";
    private static final String SECRET = "cua-hop-thu";

    @TempDir
    Path keys;

    final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS).dynamicPort());
    final SheetCatalogue catalogue = new SheetCatalogue();
    final AtomicLong nanos = new AtomicLong();
    Duration cutOff = Duration.ofMinutes(1);
    long step; // of the clock, each time it is looked at
    final List<DeadLetters.Letter> letters = new ArrayList<>();
    AgencySheets sheets;
    GreenMailUser box;

    @BeforeEach
    void open() throws IOException {
        server.start();
        box = server.setUser("hub@example.vn", "hub", SECRET);
        Files.writeString(keys.resolve("box"), SECRET + "\n");
    }

    @AfterEach
    void close() {
        server.stop();
    }

    static String fingerprint() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = GreenMail.class.getResourceAsStream("/greenmail.p12")) {
            store.load(in, "changeit".toCharArray());
        }
        var certificate = store.getCertificate(store.aliases().nextElement());
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    SheetPoll poll(Map<String, String> more) throws Exception {
        var settings = new TreeMap<>(Map.of(
                "routeName", "ward",
                "host", "127.0.0.1",
                "port", Integer.toString(server.getImaps().getPort()),
                "certificate", fingerprint(),
                "username", "hub",
                "secret.file", "box",
                "from", "camera@phuong-1.example.vn; @benh-vien.example.vn",
                "source", "phuong-1",
                "area", "27694"));
        settings.putAll(more);
        var read = MailSettings.of(settings::get, keys);
        sheets = new AgencySheets(
                        read.agency(),
                        Text.same("again"),
                        catalogue,
                        catalogue,
                        SheetCatalogue.sources(),
                        Clock.systemUTC())
                .keepingIn((route, letter) -> {
                    letters.add(letter);
                    return letters.size();
                });
        return new SheetPoll(
                "ward",
                read.timing(),
                sheets,
                new Mails(
                        read,
                        InetSocketAddress::new,
                        keys.resolve("data/ward.tries"),
                        () -> nanos.addAndGet(step),
                        cutOff));
    }

    void deliver(String from, String more, String... parts) throws Exception {
        var raw = new StringBuilder("From: ")
                .append(from)
                .append("\r\nTo: hub@example.vn\r\nSubject: Camera\r\n")
                .append(more)
                .append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=b=\"\r\n\r\n");
        for (var part : parts) {
            raw.append("--=b=\r\n").append(part).append("\r\n");
        }
        raw.append("--=b=--\r\n");
        box.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(raw.toString().getBytes(StandardCharsets.UTF_8))));
    }

    static String attached(String name, String text) {
        return "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n%s"
                        .formatted(name, Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    int mails(String folder) throws Exception {
        var store = server.getManagers().getImapHostManager();
        var found = folder.equals("INBOX") ? store.getInbox(box) : store.getFolder(box, folder);
        return found == null ? 0 : found.getMessageCount();
    }
}

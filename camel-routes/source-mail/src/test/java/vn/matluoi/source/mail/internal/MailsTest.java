package vn.matluoi.source.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.SheetCatalogue;
import vn.matluoi.api.route.SheetPoll;

class MailsTest {

    private static final String WARD = "Phường 1 <camera@phuong-1.example.vn>";
    private static final String SECRET = "cua-hop-thu";

    @TempDir
    Path keys;

    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS).dynamicPort());
    private final SheetCatalogue catalogue = new SheetCatalogue();
    private final AtomicLong nanos = new AtomicLong();
    private Duration cutOff = Duration.ofMinutes(1);
    private long step; // of the clock, each time it is looked at
    private final List<DeadLetters.Letter> letters = new ArrayList<>();
    private AgencySheets sheets;
    private GreenMailUser box;

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

    private static String fingerprint() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = GreenMail.class.getResourceAsStream("/greenmail.p12")) {
            store.load(in, "changeit".toCharArray());
        }
        var certificate = store.getCertificate(store.aliases().nextElement());
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private SheetPoll poll(Map<String, String> more) throws Exception {
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

    private void deliver(String from, String more, String... parts) throws Exception {
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

    private static String attached(String name, String text) {
        return "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n%s"
                        .formatted(name, Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String html(String text) {
        return "Content-Type: text/html; charset=UTF-8\r\nContent-Disposition: inline; filename=\"a.csv\"\r\n\r\n"
                + text;
    }

    private int mails(String folder) throws Exception {
        var store = server.getManagers().getImapHostManager();
        var found = folder.equals("INBOX") ? store.getInbox(box) : store.getFolder(box, folder);
        return found == null ? 0 : found.getMessageCount();
    }

    @Test
    void theSheetsOfAMailAreTakenAndTheMailIsDone() throws Exception {
        var name = "=?UTF-8?B?%s?="
                .formatted(Base64.getEncoder().encodeToString("Cổng chợ.csv".getBytes(StandardCharsets.UTF_8)));
        deliver(
                WARD,
                "",
                "Content-Type: text/plain\r\n\r\nKính gửi",
                html("<a href=\"http://evil.example\">x</a>"),
                attached(name, "Tên camera\nCổng chợ\n"),
                attached("b.xlsx", "zip"),
                attached("c.pdf", "no sheet"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("Tên camera\nCổng chợ\n", "zip");
        assertThat(catalogue.names).containsExactly("Cổng chợ.csv", "b.xlsx");
        assertThat(mails("INBOX")).isZero();
        assertThat(mails("done")).isEqualTo(1);

        poll.run();
        assertThat(catalogue.names).hasSize(2);
    }

    @Test
    void aMailThatCannotBeReadIsRefusedAndThoseAfterItAreTaken() throws Exception {
        deliver(WARD, "", attached("cut.csv", "12345").replaceFirst("=+$", ""));
        deliver(WARD, "", attached("odd.csv", "1").replace("base64", "x-odd"), attached("beside.csv", "2"));
        deliver(WARD, "", attached("good.csv", "3"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("2", "3");
        assertThat(mails("refused")).isEqualTo(2);
        assertThat(mails("done")).isEqualTo(1);
        assertThat(catalogue.refused)
                .hasSize(2)
                .allSatisfy(kept -> assertThat(kept.findings().get(0).rule()).isEqualTo("mail.unreadable"));
        assertThat(letters).extracting(letter -> letter.name()).containsExactly("cut.csv.raw", "odd.csv.raw");
        assertThat(letters.get(0).raw()).asString().startsWith("MTIzNDU");
        assertThat(keys.resolve("data/ward.tries")).isEmptyFile();
    }

    @Test
    void mailsOverWhichTheConnectionEndsEachTimeHoldUpNoOtherAndAreRefusedInTheEnd() throws Exception {
        var endless = attached("x".repeat(ImapBound.LONGEST_LINE) + ".csv", "1");
        deliver(WARD, "", endless);
        deliver(WARD, "", endless);
        deliver(WARD, "", attached("good.csv", "2"));
        for (var tries = 1; tries <= AgencySheets.MOST_TRIES; tries++) {
            var poll = poll(Map.of());
            poll.run();
            assertThat(poll.problem().orElseThrow().en()).contains("ended over 2 mails");
            assertThat(catalogue.sheets).containsExactly("2");
        }
        assertThat(mails("INBOX")).isEqualTo(2);
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(mails("refused")).isEqualTo(2);
        assertThat(keys.resolve("data/ward.tries")).isEmptyFile();
    }

    @Test
    void aMailWithASenderWithoutEndIsLetLieAndThoseAfterItAreTaken() throws Exception {
        deliver(
                "\"" + "x".repeat(2 * ImapBound.MOST_LITERAL) + "\" <camera@phuong-1.example.vn>",
                "",
                attached("a.csv", "1"));
        deliver(WARD, "X-Rest: " + "x".repeat(2 * ImapBound.MOST_LITERAL) + "\r\n", attached("b.csv", "2"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("2");
        assertThat(mails("INBOX")).isEqualTo(1);
        assertThat(mails("done")).isEqualTo(1);
    }

    @Test
    void resultsWithoutEndAreNoSignature() throws Exception {
        var good = "Authentication-Results: mx.example.vn; dkim=pass header.d=phuong-1.example.vn\r\n";
        deliver(WARD, good + good.repeat(20_000), attached("a.csv", "1"));
        deliver(WARD, good, attached("b.csv", "2"));
        var poll = poll(Map.of("require.dkim", "true", "authserv.id", "mx.example.vn"));
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("2");
        assertThat(mails("refused")).isEqualTo(1);
    }

    @Test
    void aMailThatSaysItIsFrom1970IsTakenAsAnyOther() throws Exception {
        deliver(WARD, "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n", attached("a.csv", "1"));
        deliver(WARD, "Date: Thu, 1 Jan 99999 00:00:00 +0000\r\n", attached("b.csv", "2"));
        poll(Map.of()).run();
        assertThat(catalogue.sheets).containsExactly("1", "2");
        assertThat(catalogue.orders)
                .allSatisfy(order -> assertThat(order.broughtAt()).isEmpty());
        assertThat(mails("done")).isEqualTo(2);
    }

    @Test
    void aMailWithASheetThatCannotBeUsedIsRefused() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"), attached("b.csv", "<html>"));
        poll(Map.of()).run();
        assertThat(catalogue.sheets).containsExactly("1", "<html>");
        assertThat(mails("refused")).isEqualTo(1);
    }

    @Test
    void mailsFromOthersAreLetLie() throws Exception {
        deliver("camera@phuong-1.example.vn.evil.example", "", attached("a.csv", "1"));
        deliver("\"camera@phuong-1.example.vn\" <x@evil.example>", "", attached("a.csv", "1"));
        deliver("x@evil.example, camera@phuong-1.example.vn", "", attached("a.csv", "1"));
        deliver(WARD, "From: x@evil.example\r\n", attached("a.csv", "1"));
        deliver("IT@benh-vien.example.vn", "", attached("b.csv", "2"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("2");
        assertThat(mails("INBOX")).isEqualTo(4);
    }

    @Test
    void aMailWithoutASheetIsRefusedAndTheReasonIsKept() throws Exception {
        deliver(WARD, "", html("<table><tr><td>camera</td></tr></table>"));
        poll(Map.of()).run();
        assertThat(catalogue.names).isEmpty();
        assertThat(mails("refused")).isEqualTo(1);
        assertThat(catalogue.refused)
                .singleElement()
                .satisfies(kept -> assertThat(kept.findings().get(0).rule()).isEqualTo("mail.no-sheet"));
    }

    @Test
    void aMailWithMoreThanTwentySheetsIsRefusedWhole() throws Exception {
        var parts = new String[Attachments.MOST + 1];
        Arrays.setAll(parts, n -> attached("a%d.csv".formatted(n), "1"));
        deliver(WARD, "", parts);
        poll(Map.of()).run();
        assertThat(catalogue.names).isEmpty();
        assertThat(catalogue.refused.get(0).findings().get(0).rule()).isEqualTo("mail.too-many");
    }

    @Test
    void aSheetThatIsTooLargeIsRefusedWithoutBeingFetched() throws Exception {
        deliver(
                WARD,
                "",
                attached("large.csv", "1").replaceFirst("\\s*$", "\r\n" + ("A".repeat(76) + "\r\n").repeat(610_000)),
                attached("good.csv", "2"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("2");
        assertThat(catalogue.refused)
                .singleElement()
                .satisfies(kept -> assertThat(kept.findings().get(0).rule()).isEqualTo("sheet.too-large"));
        assertThat(letters).isEmpty();
        assertThat(mails("refused")).isEqualTo(1);
    }

    @Test
    void whereASignatureIsAskedForOnlyTheOwnServersWordCounts() throws Exception {
        var good =
                "Authentication-Results: mx.example.vn; spf=fail; dkim=pass (2048-bit) header.d=phuong-1.example.vn\r\n";
        var forged = "Authentication-Results: mx.evil.example; dkim=pass header.d=phuong-1.example.vn\r\n";
        var failed = "Authentication-Results: mx.example.vn; dkim=fail header.d=phuong-1.example.vn\r\n";
        deliver(WARD, good, attached("a.csv", "good"));
        deliver(WARD, forged, attached("b.csv", "forged"));
        deliver(WARD, failed + good, attached("c.csv", "failed"));
        deliver(WARD, "", attached("d.csv", "none"));
        poll(Map.of("require.dkim", "true", "authserv.id", "mx.example.vn")).run();
        assertThat(catalogue.sheets).containsExactly("good");
        assertThat(mails("done")).isEqualTo(1);
        assertThat(mails("refused")).isEqualTo(3);
    }

    @Test
    void aMailThatIsKeptIsTakenOnce() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        poll(Map.of("keep", "true")).run();
        var poll = poll(Map.of("keep", "true"));
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.names).containsExactly("a.csv");
        assertThat(mails("INBOX")).isEqualTo(1);
    }

    @Test
    void aWrongPasswordIsTriedOnceUntilAPersonStartsTheRouteAnew() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        Files.writeString(keys.resolve("box"), "another");
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).hasValueSatisfying(why -> {
            assertThat(why.en()).contains("does not accept the account hub");
            assertThat(why.toString()).doesNotContain("another");
        });
        box.setPassword("another"); // it would be let in now, but is not tried
        poll.run();
        assertThat(catalogue.names).isEmpty();

        nanos.addAndGet(Duration.ofDays(7).toNanos());
        poll.run();
        assertThat(catalogue.names).isEmpty();

        poll(Map.of()).run();
        assertThat(catalogue.names).containsExactly("a.csv");
    }

    @Test
    void nothingIsSentToAnotherServer() throws Exception {
        var shown = fingerprint();
        var poll = poll(Map.of("certificate", "ab".repeat(32)));
        poll.run();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains(shown, "certificate"));
    }

    @Test
    void aLookThatTakesTooLongEndsAndTheNextGoesOn() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        step = Mails.LONGEST.toNanos();
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem().orElseThrow().en()).contains("too slow");
        assertThat(mails("INBOX")).isEqualTo(1);

        step = 0;
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("1");
    }

    @Test
    @Timeout(60)
    void aServerThatDripsIsCut() throws Exception {
        cutOff = Duration.ofMillis(300);
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var dripping = new Thread(() -> drip(door), "dripping server");
            dripping.setDaemon(true);
            dripping.start();
            var poll = poll(Map.of("port", Integer.toString(door.getLocalPort())));
            poll.run();
            assertThat(poll.problem()).isPresent();
        }
    }

    /** Begins a record of TLS of 16 KiB, which it would take minutes to end. */
    private static void drip(ServerSocket door) {
        try (var caller = door.accept()) {
            caller.getOutputStream().write(new byte[] {0x16, 3, 3, 0x40, 0});
            while (true) {
                caller.getOutputStream().write(0);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } catch (IOException e) {
            // it was cut
        }
    }

    @Test
    void aServerThatFallsSilentIsCutInTimeToo() throws Exception {
        cutOff = Duration.ofMillis(300);
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) { // takes calls, and says nothing
            var poll = poll(Map.of("port", Integer.toString(silent.getLocalPort())));
            poll.run();
            assertThat(poll.problem())
                    .hasValueSatisfying(why -> assertThat(why.en()).contains("127.0.0.1"));
        }
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() throws Exception {
        var poll = poll(Map.of());
        server.stop();
        poll.run();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("127.0.0.1"));
    }

    @Test
    void whileTheDatabaseIsAwayTheMailWaitsAndKeepsItsDelivery() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        catalogue.failure = new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
        var away = poll(Map.of());
        assertThatThrownBy(away::run).isInstanceOf(HubException.class);
        catalogue.failure = null;
        poll(Map.of()).run();
        assertThat(catalogue.names).hasSize(2);
        assertThat(catalogue.deliveries).hasSize(1);
        assertThat(mails("done")).isEqualTo(1);
    }

    @Test
    void aMailOverWhichTheHubFailsFiveTimesIsRefused() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        catalogue.failure = new IllegalStateException("a defect");
        for (var tries = 1; tries < AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(poll(Map.of())::run).hasMessage("a defect"); // as after a start of the hub
        }
        poll(Map.of()).run();
        assertThat(mails("refused")).isEqualTo(1);
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.rule()).isEqualTo("hub.fault");
            assertThat(letter.raw()).asString().isEqualTo("1");
        });
        assertThat(keys.resolve("data/ward.tries")).isEmptyFile();
        assertThat(catalogue.deliveries.values())
                .extracting(IntakeReport::label)
                .isEqualTo(List.of("a.csv"));
    }

    @Test
    void aMailOverWhichTheHubFailsIsTriedOnceALookThoughTheConnectionEndsOverLaterOnes() throws Exception {
        var endless = attached("x".repeat(ImapBound.LONGEST_LINE) + ".csv", "2");
        deliver(WARD, "", attached("a.csv", "1"));
        for (var n = 0; n < AgencySheets.MOST_TRIES; n++) {
            deliver(WARD, "", endless);
        }
        catalogue.failure = new IllegalStateException("a defect");
        assertThatThrownBy(poll(Map.of())::run).hasMessage("a defect");
        assertThat(catalogue.names).containsExactly("a.csv");
        assertThat(letters).isEmpty();
        assertThat(mails("refused")).isZero();

        catalogue.failure = null;
        poll(Map.of()).run();
        assertThat(mails("done")).isEqualTo(1);
    }

    @Test
    void aSheetOverWhichTheHubEndedFiveTimesIsRefusedWithoutBeingLookedInto() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        catalogue.failure = new StackOverflowError(); // nothing comes after it
        for (var tries = 1; tries <= AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(poll(Map.of())::run).isInstanceOf(StackOverflowError.class);
        }
        poll(Map.of()).run();
        assertThat(catalogue.names).hasSize(AgencySheets.MOST_TRIES);
        assertThat(mails("refused")).isEqualTo(1);
    }

    @Test
    void whileTheDatabaseIsAwayMailsWaitAndNoTryIsCounted() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        catalogue.failure = new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
        for (var tries = 0; tries < 2 * AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(poll(Map.of())::run).isInstanceOf(HubException.class);
        }
        catalogue.failure = null;
        poll(Map.of()).run();
        assertThat(mails("done")).isEqualTo(1);
    }

    @Test
    void aSheetOfWhichNothingIsTakenIsKeptAndCanBeHandedInAgain() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"), attached("b.xlsx", "<html>"));
        poll(Map.of()).run();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("b.xlsx");
            assertThat(letter.mediaType()).contains("spreadsheetml");
            assertThat(letter.raw()).asString().isEqualTo("<html>");
        });
        var letter = new DeadLetter(
                7, "ward", "b.xlsx", "x", 6, true, "r", Text.same("r"), Instant.EPOCH, Instant.EPOCH, 1, 0);
        catalogue.takesAll = true;
        assertThat(sheets.replay(letter, letters.get(0).raw())).isEmpty();
        assertThat(catalogue.orders).last().satisfies(order -> {
            assertThat(order.fileName()).isEqualTo("b.xlsx");
            assertThat(order.delivery()).contains("dead-letter:7:0");
            assertThat(order.broughtAt()).contains(Instant.EPOCH);
        });
    }
}

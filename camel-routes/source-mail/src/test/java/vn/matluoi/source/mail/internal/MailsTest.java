package vn.matluoi.source.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.DeadLetter;

/** What a mail holds, and what becomes of it. */
class MailsTest extends PolledMailbox {

    private static String html(String text) {
        return "Content-Type: text/html; charset=UTF-8\r\nContent-Disposition: inline; filename=\"a.csv\"\r\n\r\n"
                + text;
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

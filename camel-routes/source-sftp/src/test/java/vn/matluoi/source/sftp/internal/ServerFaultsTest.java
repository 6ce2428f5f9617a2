package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that are away, refuse, break off or say odd things. */
class ServerFaultsTest extends WardCase {

    @Test
    void aSheetThatBreaksOffIsNotTaken() {
        drop("a.csv", "x".repeat(200_000));
        agency.breaksOffAfter(100_000);
        var poll = poll(Map.of());
        poll.run();
        assertThat(catalogue.names).isEmpty();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("cannot be spoken to"));

        agency.breaksOffAfter(Long.MAX_VALUE);
        poll.run();
        assertThat(catalogue.sheets).singleElement().satisfies(text -> assertThat(text)
                .hasSize(200_000));
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void aServerThatGivesEmptyPiecesHoldsNobodyUp() {
        drop("a.csv", "1");
        agency.emptyPieces(true);
        var poll = poll(Map.of());
        poll.run();
        assertThat(catalogue.names).isEmpty();
        assertThat(poll.problem()).isPresent();
    }

    @Test
    void aSheetOfWhichLessComesThanTheServerSaysIsNotTakenAndTheOthersAre() throws Exception {
        drop("a.csv", "x".repeat(50_000));
        drop("b.csv", "y");
        agency.endsAfter(10_000);
        var poll = poll(Map.of());
        poll.run();
        assertThat(catalogue.sheets).containsExactly("y");
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.vi()).contains("a.csv", "ngắt giữa chừng"));
        assertThat(names(".")).contains("a.csv");
    }

    @Test
    void aSheetOfAGigabyteIsRefusedWithoutBeingFetched() throws Exception {
        try (var file = new RandomAccessFile(inbox.resolve("lớn.xlsx").toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        agency.breaksOffAfter(0); // whoever reads it is cut off
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(names("refused")).containsExactly("lớn.xlsx", "lớn.xlsx.report.xlsx");
        assertThat(Files.readString(inbox.resolve("refused/lớn.xlsx.report.xlsx")))
                .contains("sheet.too-large");
        assertThat(catalogue.refused).singleElement().satisfies(kept -> assertThat(kept.label())
                .isEqualTo("lớn.xlsx"));
    }

    @Test
    void aWrongPasswordIsTriedOnceUntilTheFileChanges() throws Exception {
        drop("a.csv", "1");
        agency.password("another");
        var poll = poll(Map.of());
        poll.run();
        poll.run();
        assertThat(agency.refusals()).isEqualTo(1);
        assertThat(poll.problem()).hasValueSatisfying(why -> {
            assertThat(why.en()).contains("does not accept the account hub", "secret.file");
            assertThat(why.toString()).doesNotContain(SECRET);
        });

        Files.writeString(temp.resolve("keys/ward"), "another");
        poll.run();
        assertThat(catalogue.sheets).containsExactly("1");
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void aWrongPasswordIsTriedAgainOnlyByARouteThatAPersonStartedAnew() {
        agency.password("another");
        var poll = poll(Map.of());
        poll.run();
        nanos.addAndGet(Duration.ofDays(7).toNanos());
        poll.run();
        assertThat(agency.refusals()).isEqualTo(1);
        assertThat(poll.problem()).hasValueSatisfying(why -> {
            assertThat(why.vi()).contains("hub:route-start");
            assertThat(why.en()).contains("hub:route-start");
        });

        poll(Map.of()).run();
        assertThat(agency.refusals()).isEqualTo(2);
    }

    @Test
    void nothingIsSentToAnotherServer() {
        drop("a.csv", "1");
        var poll = poll(Map.of("host.key", "SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDTfGdOKhFHOkrhR0E"));
        poll.run();
        assertThat(agency.logins() + agency.refusals()).isZero();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.vi()).contains(agency.fingerprint(), "host.key"));
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() throws Exception {
        var poll = poll(Map.of());
        agency.close();
        poll.run();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("127.0.0.1"));
    }

    @Test
    void aFolderThatIsNotThereIsSaidToBeMissing() {
        var poll = poll(Map.of("folder", "elsewhere"));
        poll.run();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("no folder elsewhere"));
    }

    @Test
    void whereTheHubMayNotWriteNothingIsTakenUnlessSheetsAreKept() throws Exception {
        drop("a.csv", "1");
        agency.readOnly(true);
        var poll = poll(Map.of());
        poll.run();
        assertThat(catalogue.names).isEmpty();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.vi()).contains("keep = true"));

        poll(KEEP).run();
        assertThat(catalogue.sheets).containsExactly("1");
        assertThat(names(".")).containsExactly("a.csv");
    }

    @Test
    void aServerWhoseClockStandsAt1970IsReadAsAnyOther() throws Exception {
        drop("a.csv", "1");
        date("a.csv", Instant.EPOCH);
        poll(KEEP).run();
        poll(KEEP).run();
        assertThat(catalogue.names).hasSize(1);
    }

    @Test
    void linksAndFoldersAreNoSheets() throws Exception {
        Files.createDirectories(inbox.resolve("thư mục.csv"));
        Files.writeString(temp.resolve("ward/elsewhere"), "secret");
        Files.createSymbolicLink(inbox.resolve("link.csv"), temp.resolve("ward/elsewhere"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(catalogue.names).isEmpty();
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void namesThatCannotBeUsedAreCountedAndLetLie() {
        drop("a\nb.csv", "1");
        drop("\u202egpj.csv", "1");
        drop("c.csv", "1");
        var poll = poll(Map.of());
        poll.run();
        assertThat(catalogue.names).containsExactly("c.csv");
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).startsWith("2 files have names"));
    }

    @Test
    void aFolderOfTenThousandNamesIsLookedThroughAndWhatHasWaitedLongestComesFirst() throws Exception {
        for (var n = 0; n < 10_000; n++) {
            Files.createFile(inbox.resolve("camera-%05d.csv".formatted(n)));
        }
        drop("y.csv", "the second");
        date("y.csv", Instant.ofEpochSecond(1));
        drop("z.csv", "the oldest");
        date("z.csv", Instant.EPOCH);
        var poll = poll(Map.of("pattern", "?.csv"));
        poll.run();
        assertThat(catalogue.sheets).containsExactly("the oldest", "the second");
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void aSlowServerEndsTheLookAndNotTheSheetsThatCame() throws Exception {
        drop("a.csv", "1");
        date("a.csv", Instant.EPOCH);
        drop("b.csv", "2");
        meanwhile = () -> step = Duration.ofMinutes(3).toNanos();
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("too slow"));
        assertThat(catalogue.sheets).containsExactly("1");

        step = 0;
        meanwhile = () -> {};
        poll.run();
        assertThat(catalogue.sheets).containsExactly("1", "2");
    }
}

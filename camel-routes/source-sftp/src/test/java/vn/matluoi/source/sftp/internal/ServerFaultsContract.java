package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.agency.FileAgency;

/** What is done about bad servers, whatever they speak. */
abstract class ServerFaultsContract<A extends FileAgency> extends WardCase<A> {

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
    void aServerWhoseClockStandsAt1970IsReadAsAnyOther() throws Exception {
        drop("a.csv", "1");
        date("a.csv", Instant.EPOCH);
        poll(KEEP).run();
        poll(KEEP).run();
        assertThat(catalogue.names).hasSize(1);
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

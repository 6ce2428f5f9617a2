package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.simulators.agency.SftpAgency;

/** What becomes of sheets that lie on a server. */
class PickupTest extends WardCase<SftpAgency> {

    @Override
    SftpAgency serve(Path folder) throws IOException {
        return new SftpAgency(0, temp.resolve("host.key"), folder, "hub", secret());
    }

    @Override
    String secret() {
        return "mật khẩu của xã";
    }

    @Override
    Map<String, String> kind() {
        return Map.of();
    }

    @Test
    void aSheetIsTakenInAndEndsBesideItsReport() throws Exception {
        drop("Danh sách camera.csv", "STT,Tên camera\n1,Cổng UBND\n");
        drop("ghi chú.txt", "x");
        drop("đang chép.csv.part", "x");

        var poll = poll(Map.of());
        poll.run();

        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactly("STT,Tên camera\n1,Cổng UBND\n");
        assertThat(names("done")).containsExactly("Danh sách camera.csv", "Danh sách camera.csv.report.xlsx");
        assertThat(names("refused")).isEmpty();
        assertThat(names(".")).containsExactlyInAnyOrder("done", "ghi chú.txt", "refused", "đang chép.csv.part");
    }

    @Test
    void aSheetThatCannotBeUsedEndsInRefused() throws Exception {
        drop("trang.csv", "<html>bảo trì</html>");
        poll(Map.of()).run();
        assertThat(names("refused")).containsExactly("trang.csv", "trang.csv.report.xlsx");
        assertThat(names("done")).isEmpty();
    }

    @Test
    void aSheetThatIsStillWrittenWaits() {
        drop("a.csv", "1");
        meanwhile = () -> drop("a.csv", "1,2");
        var poll = poll(Map.of());
        poll.run();
        assertThat(catalogue.names).isEmpty();
        assertThat(poll.problem()).isEmpty();

        meanwhile = () -> {};
        poll.run();
        assertThat(catalogue.sheets).containsExactly("1,2");
    }

    @Test
    void aSheetThatIsKeptIsTakenOnceAndAgainWhenItChanges() throws Exception {
        drop("a.csv", "1");
        poll(KEEP).run();
        poll(KEEP).run();
        assertThat(catalogue.names).hasSize(1);

        date("a.csv", Instant.now().plusSeconds(60));
        poll(KEEP).run();
        assertThat(catalogue.names).as("only its time is another").hasSize(1);

        drop("a.csv", "2");
        poll(KEEP).run();
        assertThat(catalogue.sheets).containsExactly("1", "2");
        assertThat(catalogue.deliveries).hasSize(2);
    }

    @Test
    void anotherFolderUnderTheSameRouteIsAnother() throws Exception {
        drop("a.csv", "1");
        Files.createDirectories(temp.resolve("ward/two"));
        Files.copy(inbox.resolve("a.csv"), temp.resolve("ward/two/a.csv"), StandardCopyOption.COPY_ATTRIBUTES);
        poll(KEEP).run();
        poll(Map.of("keep", "true", "folder", "two")).run();
        assertThat(catalogue.names).hasSize(2);
    }

    @Test
    void theSameSheetLaidThereAgainIsAnotherDelivery() throws Exception {
        var poll = poll(Map.of());
        drop("a.csv", "1");
        poll.run();
        drop("a.csv", "1");
        poll.run();
        assertThat(names("done")).containsExactly("a (2).csv", "a (2).csv.report.xlsx", "a.csv", "a.csv.report.xlsx");
        assertThat(catalogue.deliveries).hasSize(2);
    }

    @Test
    void whatTheHubEndedOverIsTheSameDelivery() throws Exception {
        drop("a.csv", "1");
        catalogue.failure = new IllegalStateException("a defect");
        assertThatThrownBy(() -> poll(Map.of()).run()).hasMessage("a defect");
        assertThat(names(".")).contains("a.csv");

        catalogue.failure = null;
        poll(Map.of()).run();
        assertThat(catalogue.names).hasSize(2);
        assertThat(catalogue.deliveries).hasSize(1);
        assertThat(names("done")).hasSize(2);
    }

    @Test
    void aSheetOverWhichTheHubFailsFiveTimesIsRefusedWithAReference() throws Exception {
        drop("a.csv", "1");
        catalogue.failure = new IllegalStateException("a defect");
        for (var tries = 1; tries < AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(() -> poll(Map.of()).run()).hasMessage("a defect");
        }
        poll(Map.of()).run();
        assertThat(names("refused")).containsExactly("a.csv", "a.csv.report.xlsx");
        assertThat(catalogue.refused)
                .singleElement()
                .satisfies(kept -> assertThat(kept.findings().get(0).rule()).isEqualTo("hub.fault"));
    }

    @Test
    void aSheetOfWhichNothingIsTakenIsKeptAndCanBeHandedInAgain() {
        drop("a.csv", "<html>");
        drop("b.csv", "1");
        poll(Map.of("complete", "true")).run();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("a.csv");
            assertThat(letter.mediaType()).isEqualTo("text/csv");
            assertThat(letter.raw()).asString().isEqualTo("<html>");
            assertThat(letter.rule()).isEqualTo("import.no-row");
        });
        var brought = Instant.parse("2026-01-02T03:04:05Z");
        var letter =
                new DeadLetter(7, "ward", "a.csv", "text/csv", 6, true, "r", Text.same("r"), brought, brought, 1, 0);
        assertThatThrownBy(() -> sheets.replay(letter, letters.get(0).raw()))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.rule()).isEqualTo("import.no-row"));

        catalogue.takesAll = true;
        catalogue.deliveries.clear();
        assertThat(sheets.replay(letter, letters.get(0).raw())).isEmpty();
        assertThat(catalogue.sheets).last().isEqualTo("<html>");
        assertThat(catalogue.orders).last().satisfies(order -> {
            assertThat(order.delivery()).contains("dead-letter:7:0");
            assertThat(order.broughtAt()).contains(brought);
        });
    }

    @Test
    void aSheetThatCannotBeKeptStaysOnTheServer() throws Exception {
        drop("a.csv", "<html>");
        keepsNothing = true;
        for (var tries = 0; tries < 2 * AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(() -> poll(Map.of()).run()).isInstanceOf(HubException.class);
        }
        assertThat(names("refused")).isEmpty();
        keepsNothing = false;
        poll(Map.of()).run();
        assertThat(letters).hasSize(1);
        assertThat(names("refused")).contains("a.csv");
    }

    @Test
    void whileTheDatabaseIsAwaySheetsWaitAndNoTryIsCounted() throws Exception {
        drop("a.csv", "1");
        catalogue.failure = new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
        for (var tries = 0; tries < 2 * AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(() -> poll(Map.of()).run()).isInstanceOf(HubException.class);
        }
        catalogue.failure = null;
        poll(Map.of()).run();
        assertThat(names("done")).hasSize(2);
        assertThat(names("refused")).isEmpty();
    }

    @Test
    void aRouteThatIsStoppedTakesNothingMore() {
        drop("a.csv", "1");
        var poll = poll(Map.of());
        meanwhile = poll::end;
        poll.run();
        assertThat(catalogue.names).isEmpty();
        assertThat(poll.problem()).isEmpty();
    }
}

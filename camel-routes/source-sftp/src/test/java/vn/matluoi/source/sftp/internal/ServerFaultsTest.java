package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.agency.SftpAgency;

/** SFTP servers that are away, refuse, break off or say odd things. */
class ServerFaultsTest extends ServerFaultsContract<SftpAgency> {

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
    void aServerThatGivesEmptyPiecesHoldsNobodyUp() {
        drop("a.csv", "1");
        agency.emptyPieces(true);
        var poll = poll(Map.of());
        poll.run();
        assertThat(catalogue.names).isEmpty();
        assertThat(poll.problem()).isPresent();
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
            assertThat(why.toString()).doesNotContain(secret());
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
}

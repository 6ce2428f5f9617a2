package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.simulators.agency.SftpAgency;

class PickupTest {

    private static final String SECRET = "mật khẩu của xã";
    private static final Map<String, String> KEEP = Map.of("keep", "true");

    @TempDir
    Path temp;

    private final Catalogue catalogue = new Catalogue();
    private final AtomicLong nanos = new AtomicLong();
    private final List<DeadLetters.Letter> letters = new ArrayList<>();
    private boolean keepsNothing;
    private AgencySheets sheets;
    private Path inbox;
    private SftpAgency agency;
    private Runnable meanwhile = () -> {};
    private long step; // of the clock, each time it is looked at

    @BeforeEach
    void open() throws IOException {
        inbox = Files.createDirectories(temp.resolve("ward/out"));
        Files.createDirectories(temp.resolve("keys"));
        Files.writeString(temp.resolve("keys/ward"), SECRET + "\n");
        agency = new SftpAgency(0, temp.resolve("host.key"), temp.resolve("ward"), "hub", SECRET);
    }

    @AfterEach
    void close() throws IOException {
        agency.close();
    }

    /** As after a start of the hub. */
    private SheetPoll poll(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "ward",
                "host", "127.0.0.1",
                "port", Integer.toString(agency.port()),
                "folder", "out",
                "username", "hub",
                "host.key", agency.fingerprint(),
                "source", "phuong-1",
                "area", "27694"));
        settings.putAll(more);
        if (!settings.containsKey("key.file")) {
            settings.put("secret.file", "ward");
        }
        var read = SftpSettings.of(settings::get, temp.resolve("keys"));
        sheets = new AgencySheets(
                        read.agency(), Text.same("again"), catalogue, catalogue, Catalogue.sources(), Clock.systemUTC())
                .keepingIn((route, letter) -> {
                    if (keepsNothing) {
                        throw new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
                    }
                    letters.add(letter);
                    return letters.size();
                });
        return new SheetPoll(
                "ward",
                read.every(),
                sheets,
                new Pickup(
                        read,
                        InetSocketAddress::new,
                        new SshServer(),
                        temp.resolve("data/ward.ledger"),
                        () -> nanos.addAndGet(step),
                        (time, wanted) -> {
                            meanwhile.run();
                            return wanted.getAsBoolean();
                        }));
    }

    private void drop(String name, String text) {
        try {
            Files.writeString(inbox.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void date(String name, Instant time) throws IOException {
        Files.setLastModifiedTime(inbox.resolve(name), FileTime.from(time));
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(inbox.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
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
    void aWrongPasswordIsTriedAgainAfterAQuarterOfAnHour() {
        agency.password("another");
        var poll = poll(Map.of());
        poll.run();
        nanos.addAndGet(Duration.ofMinutes(16).toNanos());
        poll.run();
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
    void aKeyOpensTheAccount() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var pair = generator.generateKeyPair();
        try (var file = Files.newOutputStream(temp.resolve("keys/ward.key"))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "hub", null, file);
        }
        drop("a.csv", "1");
        var poll = poll(Map.of("key.file", "ward.key"));
        poll.run();
        assertThat(agency.refusals()).isEqualTo(1);
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("key.file"));

        agency.key(pair.getPublic());
        nanos.addAndGet(Duration.ofMinutes(16).toNanos());
        poll.run();
        assertThat(catalogue.sheets).containsExactly("1");
    }

    @Test
    void aFileThatIsNoKeyIsSaidToBeNone() throws Exception {
        Files.writeString(temp.resolve("keys/ward.key"), "top secret");
        var poll = poll(Map.of("key.file", "ward.key"));
        poll.run();
        assertThat(poll.problem()).hasValueSatisfying(why -> assertThat(why.toString())
                .contains("ward.key", "ssh-keygen")
                .doesNotContain("top secret"));
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

    @Test
    void aRouteThatIsStoppedTakesNothingMore() {
        drop("a.csv", "1");
        var poll = poll(Map.of());
        meanwhile = poll::end;
        poll.run();
        assertThat(catalogue.names).isEmpty();
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void noThreadWaitsBetweenTwoLooks() {
        drop("a.csv", "1");
        poll(Map.of()).run();
        assertThat(catalogue.names).hasSize(1);
        // its threads end a moment after it says that it is closed
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().contains("SshClient"))
                .isEmpty());
    }
}

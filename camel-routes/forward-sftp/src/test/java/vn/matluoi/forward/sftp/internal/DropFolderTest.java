package vn.matluoi.forward.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkException.Away;
import vn.matluoi.api.forward.SinkException.Refused;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.sftp.internal.Servers;
import vn.matluoi.simulators.agency.FtpsAgency;
import vn.matluoi.simulators.agency.SftpAgency;
import vn.matluoi.simulators.tls.PemCertificate;

class DropFolderTest {

    private static final String SECRET = "mật khẩu của sở";
    private static final String JOURNAL = "bc70244a"; // of urn:matluoi:hub:events

    @TempDir
    Path temp;

    private Path outbox;
    private Path password;
    private SftpAgency receiver;

    @BeforeEach
    void open() throws IOException {
        outbox = Files.createDirectories(temp.resolve("so/nhan"));
        password = Files.createDirectories(temp.resolve("keys")).resolve("so");
        Files.writeString(password, SECRET + "\n");
        listen(0);
    }

    private void listen(int port) throws IOException {
        receiver = new SftpAgency(port, temp.resolve("host.key"), temp.resolve("so"), "hub", SECRET);
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    private DropFolder drop(Map<String, String> more, int mostWaiting, Duration longest) {
        var settings = new TreeMap<>(settings());
        settings.putAll(more);
        var server = FileServer.of(settings::get, temp.resolve("keys"));
        return new DropFolder(server, new Servers(InetSocketAddress::new), new DropNames("kho"), mostWaiting, longest);
    }

    private DropFolder drop() {
        return drop(Map.of(), 100, Duration.ofSeconds(30));
    }

    private Map<String, String> settings() {
        return Map.of(
                "routeName", "kho",
                "host", "127.0.0.1",
                "port", Integer.toString(receiver.port()),
                "folder", "nhan",
                "username", "hub",
                "secret.file", "so",
                "host.key", receiver.fingerprint());
    }

    private static List<Delivery> deliveries(int from, int to) {
        return deliveries(from, to, "");
    }

    private static List<Delivery> deliveries(int from, int to, String filler) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> new Delivery(
                        n,
                        "e-" + n,
                        "urn:matluoi:hub:events",
                        "t",
                        "nvr",
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH,
                        "{\"id\":\"e-%d\"%s}".formatted(n, filler).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** Sixty-four lines of ten thousand bytes. */
    private static List<Delivery> many() {
        return many(64);
    }

    private static List<Delivery> many(int lines) {
        return deliveries(1, lines, ",\"x\":\"%s\"".formatted("x".repeat(10_000)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String name(int from, int to) {
        return "kho-%s-%019d-%019d.jsonl".formatted(JOURNAL, from, to);
    }

    private List<String> lines() throws IOException {
        var lines = Stream.<String>builder();
        for (var name : names()) {
            if (name.endsWith(".jsonl")) {
                Files.readAllLines(outbox.resolve(name)).forEach(lines);
            }
        }
        return lines.build().toList();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj("{\"id\":\"e-%d\"}"::formatted)
                .toList();
    }

    private static Away away(ThrowingCallable laying) {
        var thrown = catchThrowableOfType(Away.class, laying);
        assertThat(thrown).isNotNull().satisfies(away -> {
            assertThat(away.confirmed()).isZero();
            assertThat(away.text().toString()).doesNotContain(SECRET);
        });
        return thrown;
    }

    @Test
    void eachBatchIsAFileWhoseNameSaysWhereItStandsInTheJournal() throws Exception {
        var drop = drop();
        drop.lay(deliveries(1, 3));
        drop.lay(deliveries(4, 20));
        assertThat(names()).containsExactly(name(1, 3), name(4, 20));
        assertThat(lines()).isEqualTo(ids(1, 20));
        assertThat(receiver.synced()).as("forced to the disk").isEqualTo(2);
    }

    @Test
    void aServerThatKnowsNothingBesidesTheStandardGetsTheSame() throws Exception {
        receiver.plain();
        var drop = drop();
        drop.lay(deliveries(1, 3));
        drop.lay(deliveries(1, 3));
        assertThat(names()).containsExactly(name(1, 3));
        assertThat(receiver.synced()).isZero();
    }

    @Test
    void aReceiverWithAnFtpServerGetsTheSame() throws Exception {
        var certificate = PemCertificate.kept(temp, "so");
        try (var ftps = new FtpsAgency(0, certificate, temp.resolve("so"), "hub", "mat khau")) {
            Files.writeString(password, "mat khau");
            var drop = drop(
                    Map.of(
                            "protocol", "ftps",
                            "port", Integer.toString(ftps.port()),
                            "host.key", certificate.fingerprint()),
                    2,
                    Duration.ofSeconds(30));
            Files.writeString(outbox.resolve("kho.0a1b2c3d.part"), "half");
            drop.lay(deliveries(1, 3));
            drop.lay(deliveries(1, 3));
            assertThat(names()).containsExactly(name(1, 3));
            assertThat(lines()).isEqualTo(ids(1, 3));
        }
    }

    @Test
    void whatIsSentAgainBearsTheSameName() throws Exception {
        drop().lay(deliveries(1, 3));
        drop().lay(deliveries(1, 3));
        drop().lay(deliveries(1, 5));
        assertThat(names()).containsExactly(name(1, 3), name(1, 5));
        assertThat(lines())
                .isEqualTo(Stream.of(ids(1, 3), ids(1, 5)).flatMap(List::stream).toList());
    }

    @Test
    void anotherDatabasesFilesAreOthers() {
        var other = new Delivery(
                1,
                "e-1",
                "urn:matluoi:new:events",
                "t",
                "k",
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                new byte[0]);
        assertThat(new DropNames("kho").of(List.of(other))).isNotEqualTo(name(1, 1));
    }

    @Test
    void aConnectionThatIsCutInTheMiddleLeavesNoHalfFileUnderItsName() throws Exception {
        var drop = drop();
        drop.lay(deliveries(1, 1));
        receiver.cutsWritesAfter(200_000);
        away(() -> drop.lay(many()));
        assertThat(names()).hasSize(2).contains(name(1, 1)).anyMatch(name -> name.endsWith(".part"));

        receiver.cutsWritesAfter(Long.MAX_VALUE);
        drop.lay(many());
        assertThat(names()).containsExactly(name(1, 1), name(1, 64));
        assertThat(lines()).hasSize(65);
    }

    @Test
    void whatTheServerTookWithoutSayingSoIsLaidAgainUnderTheSameName() throws Exception {
        receiver.hangsUpOnceMoved(true);
        var drop = drop();
        away(() -> drop.lay(deliveries(1, 3)));
        assertThat(names()).as("it took it").containsExactly(name(1, 3));
        receiver.hangsUpOnceMoved(false);
        drop.lay(deliveries(1, 3));
        assertThat(names()).containsExactly(name(1, 3));
        assertThat(lines()).isEqualTo(ids(1, 3));
    }

    @Test
    void whatAHubThatWasKilledBeganIsClearedAwayAndNothingElse() throws Exception {
        Files.writeString(outbox.resolve("kho.0a1b2c3d.part"), "half");
        Files.writeString(outbox.resolve("other.0a1b2c3d.part"), "of another's");
        Files.writeString(outbox.resolve("ghi chú.txt"), "of theirs");
        drop().lay(deliveries(1, 1));
        assertThat(names()).containsExactly("ghi chú.txt", name(1, 1), "other.0a1b2c3d.part");
    }

    @Test
    void aFullDiskIsSaid() throws Exception {
        receiver.fullAt(100_000);
        var drop = drop();
        assertThat(away(() -> drop.lay(many())).text().vi()).contains("đĩa hoặc hạn mức");
        receiver.fullAt(Long.MAX_VALUE);
        drop.lay(many());
        assertThat(names()).containsExactly(name(1, 64));
    }

    @Test
    void aServerThatKeepsLessThanItTookHasNotTakenIt() throws Exception {
        receiver.keepsOnly(100_000);
        assertThat(away(() -> drop().lay(many())).text().en()).contains("does not keep a whole file");
        assertThat(lines()).isEmpty();
    }

    @Test
    void anAccountThatMayNotWriteOrRenameIsSaid() throws Exception {
        receiver.readOnly(true);
        assertThat(away(() -> drop().lay(deliveries(1, 1))).text().vi()).contains("hub", "nhan", "cấp quyền");
        receiver.readOnly(false);
        receiver.movesNothing(true);
        var drop = drop();
        assertThat(away(() -> drop.lay(deliveries(1, 1))).text().en()).contains("may not write, rename");
        receiver.plain();
        assertThat(away(() -> drop.lay(deliveries(1, 1))).text().en()).contains("may not write, rename");
        assertThat(lines()).isEmpty();
        receiver.movesNothing(false);
        drop.lay(deliveries(1, 1));
        assertThat(names()).containsExactly(name(1, 1));
    }

    @Test
    void aFolderFromWhichNobodyCollectsTakesNoMore() throws Exception {
        var drop = drop(Map.of(), 2, Duration.ofSeconds(30));
        drop.lay(deliveries(1, 1));
        drop.lay(deliveries(2, 2));
        assertThat(away(() -> drop.lay(deliveries(3, 3))).text().vi()).contains("2 tệp chưa được lấy", "most.waiting");
        Files.delete(outbox.resolve(name(1, 1)));
        drop.lay(deliveries(3, 3));
        assertThat(lines()).isEqualTo(ids(2, 3));
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        var drop = drop(Map.of("folder", "elsewhere"), 100, Duration.ofSeconds(30));
        assertThat(away(() -> drop.lay(deliveries(1, 1))).text().en()).contains("no folder elsewhere");
    }

    @Test
    void aServerThatIsAwayIsWaitedFor() throws Exception {
        var drop = drop();
        var port = receiver.port();
        receiver.close();
        assertThat(away(() -> drop.lay(deliveries(1, 2))).text().en()).contains("127.0.0.1");
        listen(port);
        drop.lay(deliveries(1, 2));
        assertThat(lines()).isEqualTo(ids(1, 2));
    }

    @Test
    void aServerThatIsSlowIsLeftInTime() {
        receiver.slow(500);
        var began = System.nanoTime();
        var drop = drop(Map.of(), 100, Duration.ofSeconds(2));
        away(() -> drop.lay(many(1000))); // takes minutes
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(2), Duration.ofMinutes(1));
    }

    @Test
    void aWrongPasswordIsTriedOnceAndNamesTheFileThatMendsIt() throws Exception {
        Files.writeString(password, "wrong");
        assertThatThrownBy(() -> drop().lay(deliveries(1, 1))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.mend()).contains(password);
            assertThat(refused.text().vi()).contains("không nhận tài khoản hub").doesNotContain("wrong");
        });
        assertThat(receiver.refusals()).isEqualTo(1);
        Files.delete(password);
        assertThatThrownBy(() -> drop().lay(deliveries(1, 1)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.mend()).contains(password));
    }

    @Test
    void anotherServerIsShownNothing() {
        var drop = drop(
                Map.of("host.key", "SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDTfGdOKhFHOkrhR0E"), 100, Duration.ofSeconds(30));
        assertThatThrownBy(() -> drop.lay(deliveries(1, 1))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.mend()).isEmpty();
            assertThat(refused.text().en()).contains(receiver.fingerprint());
        });
        assertThat(receiver.logins() + receiver.refusals()).isZero();
    }

    @Test
    void noThreadWaitsBetweenTwoFiles() throws Exception {
        drop().lay(deliveries(1, 1));
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().contains("SshClient"))
                .isEmpty());
    }

    @Test
    void theRouteLaysWhatItIsBrought() throws Exception {
        System.setProperty("karaf.etc", temp.toString());
        try (var camel = new DefaultCamelContext()) {
            camel.addRoutes(new SftpSink(new Servers(InetSocketAddress::new)));
            camel.start();
            var route = TemplatedRouteBuilder.builder(camel, SftpSink.NAME).routeId("kho");
            settings().forEach(route::parameter);
            route.parameter("content", "events")
                    .parameter("legal.basis", "Quyết định 1")
                    .add();
            assertThat(camel.createProducerTemplate()
                            .send("direct:kho", exchange -> exchange.getMessage()
                                    .setBody(deliveries(1, 3)))
                            .getException())
                    .isNull();
            assertThat(lines()).isEqualTo(ids(1, 3));
            receiver.readOnly(true);
            assertThat(camel.createProducerTemplate()
                            .send("direct:kho", exchange -> exchange.getMessage()
                                    .setBody(deliveries(4, 4)))
                            .getException())
                    .isInstanceOf(SinkException.class);
        } finally {
            System.clearProperty("karaf.etc");
        }
    }
}

package vn.matluoi.forward.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException.Away;
import vn.matluoi.api.forward.SinkException.Refused;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.sftp.internal.Servers;
import vn.matluoi.simulators.agency.FtpsAgency;
import vn.matluoi.simulators.tls.PemCertificate;

/** Receivers whose server speaks FTP with TLS, and is bad. */
class FtpsDropTest {

    private static final String SECRET = "mat khau";

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private Path outbox;
    private FtpsAgency receiver;

    @BeforeEach
    void listen() throws IOException {
        outbox = Files.createDirectories(temp.resolve("so/nhan"));
        Files.createDirectories(temp.resolve("keys"));
        Files.writeString(temp.resolve("keys/so"), SECRET);
        receiver = new FtpsAgency(0, PemCertificate.kept(shared, "so"), temp.resolve("so"), "hub", SECRET);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private DropFolder drop(Duration longest) {
        var settings = Map.of(
                "routeName", "kho",
                "host", "127.0.0.1",
                "port", Integer.toString(receiver.port()),
                "protocol", "ftps",
                "folder", "nhan",
                "username", "hub",
                "secret.file", "so",
                "host.key", receiver.fingerprint());
        return new DropFolder(
                FileServer.of(settings::get, temp.resolve("keys")),
                new Servers(InetSocketAddress::new),
                new DropNames("kho"),
                100,
                longest);
    }

    private DropFolder drop() {
        return drop(Duration.ofSeconds(30));
    }

    private static List<Delivery> deliveries(int letters) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(n -> new Delivery(
                        n,
                        "e-" + n,
                        "urn:matluoi:test:events",
                        "vn.matluoi.event.motion",
                        "nvr",
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH,
                        "{\"id\":\"e-%d\",\"x\":\"%s\"}"
                                .formatted(n, "x".repeat(letters))
                                .getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** @return the names of whole files */
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    private static void isAway(DropFolder drop, List<Delivery> deliveries) {
        var away = catchThrowableOfType(Away.class, () -> drop.lay(deliveries));
        assertThat(away).isNotNull();
        assertThat(away.confirmed()).isZero();
        assertThat(away.text().toString()).contains("127.0.0.1").doesNotContain(SECRET);
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() {
        var drop = drop();
        receiver.close();
        isAway(drop, deliveries(1));
    }

    @Test
    void aServerThatIsSlowIsLeftInTimeAndNothingBearsTheName() throws Exception {
        receiver.slow(500);
        isAway(drop(Duration.ofSeconds(2)), deliveries(200_000));
        assertThat(names()).isEmpty();
    }

    @Test
    void whatTheServerTookWithoutSayingSoIsLaidAgainUnderTheSameName() throws Exception {
        receiver.hangsUpOnceMoved(true);
        var drop = drop();
        isAway(drop, deliveries(1));
        var taken = names();
        assertThat(taken).as("it took it").hasSize(1);

        receiver.hangsUpOnceMoved(false);
        drop.lay(deliveries(1));
        assertThat(names()).isEqualTo(taken);
        assertThat(Files.readAllLines(outbox.resolve(taken.get(0)))).hasSize(3);
    }

    @Test
    void aWrongPasswordIsShownOnceAndTheFileThatMendsItNamed() throws Exception {
        var password = Files.writeString(temp.resolve("keys/so"), "wrong");
        var refused = catchThrowableOfType(Refused.class, () -> drop().lay(deliveries(1)));
        assertThat(refused.mend()).contains(password);
        assertThat(refused.text().toString()).contains("hub").doesNotContain("wrong");
        assertThat(receiver.passwords()).isEqualTo(1);
    }
}

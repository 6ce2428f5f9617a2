package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.core.internal.supervise.Hub;

class SourceFilesTest {

    private static final String NAME = "vn.matluoi.source-nvr.cfg";
    private static final String GOOD =
            """
            # the recorder of the committee
            name = Đầu ghi UBND
            driver = fake
            address = http://192.0.2.1

            username = admin
            secret = right
            area = 27694
            ! further
            rtsp.port = 8554
            """;

    @TempDir
    private Path etc;

    private final Desk desk = new Desk();
    private SourceFiles files;

    @BeforeEach
    void open() {
        files = new SourceFiles(desk.sources, desk.hub.supervision, desk.hub.vault, desk.hub.shelf, etc);
    }

    private Path file() {
        return etc.resolve(NAME);
    }

    private void save(String text) throws IOException {
        Files.writeString(file(), text);
        deliver();
    }

    private void deliver() throws IOException {
        files.updated("vn.matluoi.source~nvr", read());
        desk.hub.timer.settle();
    }

    /** As File Install does: properties read as ISO-8859-1. */
    private Hashtable<String, Object> read() throws IOException {
        var read = new Properties();
        try (var reader = Files.newBufferedReader(file(), StandardCharsets.ISO_8859_1)) {
            read.load(reader);
        }
        var properties = new Hashtable<String, Object>();
        read.forEach((key, value) -> properties.put(key.toString(), value));
        properties.put("service.pid", "vn.matluoi.source~nvr");
        properties.put("service.factoryPid", "vn.matluoi.source");
        properties.put("felix.fileinstall.filename", file().toUri().toString());
        return properties;
    }

    @Test
    void aFileIsASource() throws IOException {
        save(GOOD);
        var stored = desk.hub.stored("nvr");
        assertThat(stored.file()).contains(NAME);
        assertThat(stored.settings().name()).isEqualTo("Đầu ghi UBND");
        assertThat(stored.settings().options()).containsOnlyKeys("rtsp.port");
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(desk.sources.refusedFiles()).isEmpty();
    }

    @Test
    void aFileSaysByWhichChannelThePicturesTravel() throws IOException {
        save(GOOD + "network = private\n");
        assertThat(desk.hub.stored("nvr").settings().network()).contains("private");

        save(Files.readString(file()).replace("private", "vpn"));
        assertThat(desk.sources.refusedFiles().get(NAME).vi()).contains("network", "private", "internet", "vpn");
        assertThat(desk.hub.stored("nvr").settings().network()).contains("private");
    }

    @Test
    void aSecretLineLeavesTheFile() throws IOException {
        Files.writeString(file(), GOOD);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        deliver();

        assertThat(file()).hasContent(GOOD.replace("secret = right\n", ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r-----");
        try (var all = Files.list(etc)) {
            assertThat(all).containsExactly(file());
        }
        deliver(); // File Install sees the rewritten file
        assertThat(desk.hub.device.secrets).containsExactly("right");
        assertThat(desk.audit.records).hasSize(1);
    }

    @Test
    void anEditIsApplied() throws IOException {
        save(GOOD);
        save(Files.readString(file()).replace("Đầu ghi UBND", "Đầu ghi mới"));
        assertThat(desk.hub.stored("nvr").settings().name()).isEqualTo("Đầu ghi mới");
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void theLastGoodStateSurvivesABadFile() throws Exception {
        save(GOOD);
        save(Files.readString(file()).replace("27694", "99999").replace("8554", "0"));
        assertThat(desk.sources.refusedFiles().get(NAME).vi()).contains(NAME, "area", "99999", "rtsp.port");
        assertThat(desk.hub.stored("nvr").settings().area().value()).isEqualTo("27694");
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);

        desk.restart();
        open();
        deliver();
        assertThat(desk.sources.refusedFiles()).containsKey(NAME);
        assertThat(desk.hub.stored("nvr").settings().area().value()).isEqualTo("27694");
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);

        save(Files.readString(file()).replace("99999", "27712").replace("rtsp.port = 0", ""));
        assertThat(desk.sources.refusedFiles()).isEmpty();
        assertThat(desk.hub.stored("nvr").settings().area().value()).isEqualTo("27712");
    }

    @Test
    void aBadAddressNeverShowsTheCredentialsInIt() throws IOException {
        save(GOOD.replace("http://192.0.2.1", "http://admin:geheim@192.0.2.1"));
        assertThat(desk.sources.refusedFiles().get(NAME).vi())
                .contains("address")
                .doesNotContain("geheim");
        assertThat(desk.hub.store.all()).isEmpty();
    }

    @Test
    void theSameWrongSecretInAFileIsNotANewOne() throws Exception {
        save(GOOD.replace("right", "wrong"));
        assertThat(desk.hub.stored("nvr").blocked()).contains("credentials-rejected");
        save(GOOD.replace("right", "wrong")); // saved again as it was
        desk.hub.timer.advance(Duration.ofHours(1));
        assertThat(desk.hub.device.opened).hasValue(1);

        save(GOOD);
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void whatAFileOwnsIsChangedInTheFileOnly() throws IOException {
        save(GOOD);
        var refusal =
                catchThrowableOfType(HubException.class, () -> desk.sources.remove(Desk.LAN, new SourceId("nvr")));
        assertThat(refusal.reason()).isEqualTo(HubException.Reason.CONFLICT);
        assertThat(refusal.text().vi()).contains(NAME);
    }

    @Test
    void anIdThatAFileTookIsSaidToBeTheFiles() throws IOException {
        save(GOOD);
        var settings = Hub.settings("nvr", Map.of());
        var refusal = catchThrowableOfType(
                HubException.class,
                () -> desk.sources.add(Desk.LAN, settings, Optional.of("x".toCharArray()), Optional.empty()));
        assertThat(refusal.rule()).isEqualTo("source.exists");
        assertThat(refusal.text().vi()).startsWith("mã nvr đã thuộc về").contains("etc/" + NAME);
        assertThat(refusal.text().en()).startsWith("the id nvr is taken by").contains("etc/" + NAME);
    }

    @Test
    void aFileDoesNotTakeOverAPersonsSource() throws IOException {
        desk.hub.add("nvr", "right");
        save(GOOD);
        assertThat(desk.sources.refusedFiles()).containsKey(NAME);
        assertThat(desk.hub.stored("nvr").file()).isEmpty();
    }

    @Test
    void aDeletedFileEndsTheSupervision() throws IOException {
        save(GOOD);
        Files.delete(file());
        files.deleted("vn.matluoi.source~nvr");
        assertThat(desk.hub.store.all()).isEmpty();
        assertThat(desk.hub.supervision.find(new SourceId("nvr"))).isEmpty();
    }

    @Test
    void whatTheFrameworkKeptOfAFileThatIsGoneIsNoSource() throws Exception {
        save(GOOD);
        var kept = read();
        Files.delete(file());
        files.updated("vn.matluoi.source~nvr", kept);
        desk.hub.timer.settle();
        assertThat(desk.hub.store.all()).isEmpty();
        files.updated("vn.matluoi.source~nvr", kept);
        desk.hub.timer.settle();
        assertThat(desk.hub.store.all()).as("at the next start").isEmpty();
    }

    @Test
    void aFileDeletedWhileTheHubWasDownEndsItToo() throws Exception {
        save(GOOD);
        Files.delete(file());
        desk.restart();
        open();
        assertThat(desk.hub.store.all()).isEmpty();
    }

    @Test
    void aFileWaitsForTheDatabase() throws IOException {
        desk.hub.store.away = true;
        save(GOOD);
        assertThat(file()).hasContent(GOOD);
        desk.hub.store.away = false;
        desk.hub.timer.advance(Duration.ofSeconds(10));
        assertThat(desk.hub.stored("nvr").file()).contains(NAME);
        assertThat(Files.readString(file())).doesNotContain("secret");
    }

    @Test
    void aFileRefusedForItsDriverIsTakenInWhenTheDriverComes() throws IOException {
        desk.hub.shelf.remove(desk.hub.device);
        save(GOOD);
        assertThat(desk.sources.refusedFiles().get(NAME).vi()).contains("driver");
        desk.hub.shelf.add(new vn.matluoi.core.internal.driver.DriverShelf.Serving(
                "fake", new org.osgi.framework.Version("1.0.0"), desk.hub.device, java.util.List.of()));
        desk.hub.timer.settle();
        assertThat(desk.hub.stored("nvr").file()).isEqualTo(Optional.of(NAME));
    }

    @Test
    void onlyTheSecretsOwnLinesAreTakenOut() {
        assertThat(SecretLine.without("a=1\r\n  secret : x \\\r\n   y\r\nb=2")).isEqualTo("a=1\r\nb=2");
        assertThat(SecretLine.without("# secret = no \\\nsecret=yes\n")).isEqualTo("# secret = no \\\n");
        assertThat(SecretLine.without("secrets = kept\nx = secret\\\\\nsecret\n"))
                .isEqualTo("secrets = kept\nx = secret\\\\\n");
        assertThat(SecretLine.without("note = a \\\nsecret = part of the note\n"))
                .isEqualTo("note = a \\\nsecret = part of the note\n");
    }
}

package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;

/** Sources, entered with their secret and shown without it. */
class SourceCommandsTest extends CommandFixture {

    @TempDir
    private Path folder;

    private final List<Object> added = new ArrayList<>();

    @Test
    void addsASourceWithOptionsAfterItsNameAndTheSecretFromAFile() throws Exception {
        var secret = folder.resolve("secret");
        Files.writeString(secret, "mật khẩu\n");
        var command = ready(new SourceAdd());
        command.sources = fake(Sources.class, (method, given) -> {
            added.addAll(List.of(given[0], given[1], new String((char[]) ((Optional<?>) given[2]).orElseThrow())));
            return null;
        });
        command.words = List.of(
                "nvr-1",
                "--driver",
                "hikvision",
                "--address=http://192.0.2.1",
                "--area",
                "27694",
                "--username",
                "admin",
                "--option",
                "rtsp.port=8554",
                "--option",
                "channel=a=b",
                "--secret-file",
                secret.toString());

        assertThat(command.execute()).isNull();
        assertThat(((Caller) added.get(0)).account()).isEqualTo("shell:karaf");
        var settings = (SourceSettings) added.get(1);
        assertThat(settings.driver()).contains("hikvision");
        assertThat(settings.options()).containsEntry("rtsp.port", "8554").containsEntry("channel", "a=b");
        assertThat(added.get(2)).isEqualTo("mật khẩu");
        assertThat(audited).singleElement().satisfies(record -> {
            assertThat(record.surface()).isEqualTo("shell");
            assertThat(record.action()).isEqualTo("shell.source-add");
            assertThat(record.toString()).doesNotContain("mật khẩu");
        });
        assertThat(printed()).contains("đã thêm nguồn nvr-1");
    }

    @Test
    void aSecretIsNeverAskedForWithoutATerminal() throws Exception {
        var command = ready(new SourceAdd());
        command.sources = fake(Sources.class, (method, given) -> added.add(given));
        command.words = List.of(
                "nvr-1",
                "--driver",
                "hikvision",
                "--address",
                "http://192.0.2.1",
                "--area",
                "27694",
                "--username",
                "admin");
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--secret-file");
        assertThat(added).isEmpty();
    }

    @Test
    void saysHowTheSourcesEventsAreListenedToAndByWhichChannelItsPicturesTravel() throws Exception {
        var command = ready(new SourceInfo());
        var settings = new SourceSettings(
                new SourceId("nvr-1"),
                "Đầu ghi",
                Optional.of("fake"),
                Optional.empty(),
                Optional.empty(),
                new AreaCode("80001"),
                Optional.empty(),
                Optional.empty(),
                Map.of(SourceSettings.NETWORK, "private"),
                false);
        command.sources = fake(
                Sources.class,
                (method, given) -> method.equals("refusedFiles")
                        ? Map.of()
                        : Optional.of(new Sources.Source(
                                settings,
                                State.unknown(Instant.EPOCH),
                                Optional.empty(),
                                0,
                                Optional.of(new Sources.Listening(
                                        Sources.Listening.Kind.REFUSED,
                                        Instant.EPOCH,
                                        Optional.of(new Text("không có quyền", "no right")))))));
        command.words = List.of("nvr-1");

        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("events", "refused (không có quyền");
        assertThat(printed()).containsPattern("network.*private");
    }
}

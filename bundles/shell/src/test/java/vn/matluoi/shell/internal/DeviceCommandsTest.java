package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceFacet.Health.Disk;
import vn.matluoi.api.driver.DeviceFacet.Health.HealthReport;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;

/** The upkeep of devices: their passwords, their clocks, and how they are. */
class DeviceCommandsTest extends CommandFixture {

    @TempDir
    private Path folder;

    @Test
    void aDevicesPasswordIsMadeByTheHubOrReadFromAFileAndNeverPrinted() throws Exception {
        var chosen = new ArrayList<Optional<String>>();
        var command = ready(new SourcePassword());
        command.sources = fake(Sources.class, (method, given) -> Optional.of(source()));
        command.upkeep = fake(DeviceUpkeep.class, (method, given) -> {
            chosen.add(((Optional<?>) given[2]).map(secret -> new String((char[]) secret)));
            return new DeviceUpkeep.Rotation(List.of(new SourceId("nvr-1"), new SourceId("gate")));
        });
        command.words = List.of("nvr-1");
        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("nvr-1, gate");

        var secret = folder.resolve("secret");
        Files.writeString(secret, "river-mouth-9\n");
        command.words = List.of("nvr-1", "--secret-file", secret.toString());
        assertThat(command.execute()).isNull();
        assertThat(chosen).containsExactly(Optional.empty(), Optional.of("river-mouth-9"));
        assertThat(printed() + audited).doesNotContain("river-mouth");
        assertThat(audited).extracting(record -> record.details().get("made")).containsExactly("hub", "person");
    }

    @Test
    void aDeviceSaysHowItIsInItsOwnWords() throws Exception {
        var health = ready(new SourceHealth());
        health.sources = fake(Sources.class, (method, given) -> Optional.of(source()));
        health.upkeep = fake(
                DeviceUpkeep.class,
                (method, given) -> method.equals("remarks")
                        ? List.of(new Text("không có số sê-ri", "no serial number"))
                        : new HealthReport(
                                Optional.of(Duration.ofMillis(-61_520)),
                                List.of(new Disk("3", false, "unformatted", 4000, 0)),
                                List.of("disk 3: unformatted"),
                                Map.of(new ChannelId("2"), true, new ChannelId("5"), false),
                                Optional.of("V4.30"),
                                Optional.empty(),
                                Optional.of(Duration.ofSeconds(93_784))));
        health.words = List.of("nvr-1");
        assertThat(health.execute()).isNull();
        assertThat(printed())
                .contains("1 d 02:03", "-61.5", "unformatted, 0/4000 MB", "disk 3: unformatted", "V4.30")
                .contains("không có số sê-ri / no serial number");
    }

    @Test
    void aClockIsShownWithItsSignAndSetOnlyWithConfirm() throws Exception {
        var upkeep = fake(DeviceUpkeep.class, (method, given) -> switch (method) {
            case "clock" -> new DeviceUpkeep.ClockCheck(Duration.ofMillis(-61_520), Optional.of("pool.ntp.org"));
            default ->
                new DeviceUpkeep.ClockSet(
                        Duration.ofMillis(-61_520), Duration.ofMillis(200), Optional.of("pool.ntp.org"));
        });
        var check = ready(new ClockCheck());
        check.sources = fake(Sources.class, (method, given) -> Optional.of(source()));
        check.upkeep = upkeep;
        check.words = List.of("nvr-1", "nvr-1");
        assertThat(check.execute()).isNull();
        assertThat(printed()).contains("-61.5", "pool.ntp.org");
        assertThat(audited).isEmpty();

        var set = ready(new ClockSet());
        set.sources = check.sources;
        set.upkeep = upkeep;
        set.words = List.of("nvr-1");
        assertThat(set.execute()).isEqualTo(2);
        assertThat(printed()).contains("--confirm").doesNotContain("+0.2");
        set.words = List.of("nvr-1", "--confirm");
        assertThat(set.execute()).isNull();
        assertThat(printed()).contains("-61.5", "+0.2", "server pool.ntp.org any more");
    }

    private static Sources.Source source() {
        var settings = new SourceSettings(
                new SourceId("nvr-1"),
                "Đầu ghi",
                Optional.of("hikvision"),
                Optional.empty(),
                Optional.of("admin"),
                new AreaCode("27694"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false);
        return new Sources.Source(settings, State.unknown(Instant.EPOCH), Optional.empty(), 0);
    }
}

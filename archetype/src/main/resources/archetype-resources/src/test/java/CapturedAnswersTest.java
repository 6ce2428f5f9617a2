package ${package};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Answers of real devices, replayed: a folder for each under {@code src/test/captures}, without passwords in them. */
class CapturedAnswersTest {

    private static final Path CAPTURES = Path.of("src/test/captures");

    private interface Look {
        void at(DeviceSession session) throws DeviceException;
    }

    private static void replay(Path folder, Look look) throws DeviceException {
        var secret = UUID.randomUUID().toString();
        var answers = CapturedDevice.read(folder, (status, path) -> Answer.of(status, "text/plain", ""));
        try (var device = DeviceServer.open("hub", secret, answers);
                var session = new ${className}Driver(Targets.http()).open(Targets.at(device.address(), "hub", secret))) {
            look.at(session);
        }
    }

    static Stream<Path> devices() {
        return CapturedDevice.devices(CAPTURES).stream();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceHasAnIdentityAndChannels(Path folder) throws DeviceException {
        replay(folder, session -> {
            var info = session.facet(DeviceFacet.Identity.class).orElseThrow().info();
            assertThat(info.model()).isNotBlank();
            assertThat(session.channels()).isNotEmpty();
            assertThat(session.facet(DeviceFacet.Health.class).orElseThrow().health())
                    .isNotNull();
        });
    }

    /** Facts of one device, read from its answers by eye. */
    @Test
    void theCameraOfTheGateSaysWhatItSaid() throws DeviceException {
        replay(CAPTURES.resolve("CAM-1-1.0.4"), session -> {
            assertThat(session.channels())
                    .extracting(Channel::name, Channel::kind)
                    .containsExactly(tuple("Cổng trường", Channel.Kind.SELF));
            assertThat(session.facet(DeviceFacet.Health.class)
                            .orElseThrow()
                            .health()
                            .faults())
                    .isEqualTo(List.of("lens dirty"));
        });
    }
}

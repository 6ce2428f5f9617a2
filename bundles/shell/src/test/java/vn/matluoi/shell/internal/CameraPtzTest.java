package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.PtzOrder;

/** What people type to move a camera, as orders. */
class CameraPtzTest {

    private static final String CAMERA = CameraId.of("80", 1).value();

    private static CameraPtz typed(String... words) throws Exception {
        var command = new CameraPtz();
        command.words = List.of(words);
        TrailingOptions.apply(command);
        command.words();
        return command;
    }

    private static PtzOrder order(String... words) throws Exception {
        return typed(words).order.orElseThrow();
    }

    private static void refused(String rule, String... words) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> typed(words))
                .matches(e -> e.reason() == Reason.INVALID && e.rule().equals(rule), rule);
    }

    @Test
    void readsOrdersWithTheirOptionsAfterThem() throws Exception {
        assertThat(order(CAMERA, "move", "--pan", "-0.5", "--seconds", "3"))
                .isEqualTo(new PtzOrder.Move(-0.5, 0, 0, Duration.ofSeconds(3)));
        assertThat(order(CAMERA, "move", "--zoom=1")).isEqualTo(new PtzOrder.Move(0, 0, 1, Duration.ofSeconds(2)));
        assertThat(order(CAMERA, "go", "--pan", "1", "--tilt", "-1"))
                .isEqualTo(new PtzOrder.Go(new Position(1, -1, 0)));
        assertThat(order(CAMERA, "save", "--name", "Cổng chợ"))
                .isEqualTo(new PtzOrder.Save(Optional.empty(), "Cổng chợ"));
        assertThat(order(CAMERA, "recall", "--preset", "7")).isEqualTo(new PtzOrder.Recall("7"));
        assertThat(order(CAMERA, "tour-stop", "--tour", "t")).isEqualTo(new PtzOrder.StopTour("t"));
    }

    @Test
    void recordsAnOrderButNotALook() throws Exception {
        assertThat(typed(CAMERA).subject()).isEmpty();
        var stop = typed(CAMERA, "stop");
        assertThat(stop.subject()).contains(CAMERA);
        assertThat(stop.details()).containsEntry("order", "stop");
    }

    @Test
    void refusesWhatIsNoOrder() {
        refused("ptz.order", CAMERA, "fly");
        refused("ptz.range", CAMERA, "move", "--pan", "1.5");
        refused("ptz.range", CAMERA, "move", "--pan", "NaN");
        refused("ptz.range", CAMERA, "move", "--pan", "1", "--seconds", "11");
        refused("option.number", CAMERA, "move", "--pan", "left");
        refused("option.value", CAMERA, "recall");
        refused("camera.format", "80-1", "stop");
        refused("argument.many", CAMERA, "stop", "now");
    }

    @Test
    void aMomentWithoutAZoneIsTimeOfVietNam() {
        var noon = Instant.parse("2026-11-22T05:00:00Z");
        assertThat(Names.moment("from", "2026-11-22T12:00")).isEqualTo(noon);
        assertThat(Names.moment("from", "2026-11-22T05:00:00Z")).isEqualTo(noon);
        assertThat(Names.moment("from", "2026-11-22T06:00:00+01:00")).isEqualTo(noon);
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> Names.moment("from", "hôm qua"));
    }

    @Test
    void aDevicesFailureIsARefusalWithItsStatus() {
        var text = new Text("không quay", "does not move");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> Answers.of(
                        CompletableFuture.failedFuture(new DeviceException.Unsupported(text)), Duration.ofSeconds(1)))
                .matches(e -> e.reason() == Reason.UNSUPPORTED && e.text().equals(text));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> Answers.of(
                        CompletableFuture.failedFuture(new DeviceException.Busy(text)), Duration.ofSeconds(1)))
                .matches(e -> e.reason() == Reason.DEVICE);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> Answers.of(new CompletableFuture<>(), Duration.ZERO))
                .matches(e -> e.rule().equals("device.timeout"));
    }
}

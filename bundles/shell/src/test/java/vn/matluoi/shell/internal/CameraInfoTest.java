package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.StatedValue;

/** {@code hub:camera-info}, to those who may read sources and those who may not. */
class CameraInfoTest extends CommandFixture {

    @Test
    void aViewerSeesOfACameraWhatRestShows() throws Exception {
        var command = ready(new CameraInfo());
        var camera = CameraId.of("80", 1);
        command.cameras = fake(
                Cameras.class,
                (method, given) -> method.equals("find")
                        ? Optional.of(new Camera(
                                camera,
                                new AreaCode("80001"),
                                new SourceId("nvr-1"),
                                Optional.empty(),
                                Map.of(),
                                new State(State.Kind.ONLINE, Optional.empty(), Instant.EPOCH, Optional.empty()),
                                Instant.EPOCH,
                                Instant.EPOCH))
                        : List.of(
                                said(CameraField.NAME, "Cổng chợ"), said(CameraField.NOTE, "192.0.2.9, mật khẩu 123")));
        command.words = List.of(camera.value());

        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("192.0.2.9", "mai");
        console.reset();
        mayReadSources = false;
        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("Cổng chợ").doesNotContain("192.0.2.9").doesNotContain("mai");
    }

    private static StatedValue said(CameraField field, String value) {
        return new StatedValue(field, Layer.AGENCY, new SourceId("nvr-1"), value, value, Instant.EPOCH, "mai", true);
    }
}

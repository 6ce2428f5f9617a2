package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.FootageFile;

/** {@code hub:camera-download}, to a folder of the test's. */
class CameraDownloadTest extends CommandFixture {

    private static final CameraId CAMERA = CameraId.of("80", 1);
    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");

    @TempDir
    private Path folder;

    private final List<Instant> window = new ArrayList<>();

    private CameraDownload typed(CompletionStage<FootageFile> gives, String... words) {
        var command = ready(new CameraDownload());
        command.cameras = fake(
                Cameras.class,
                (method, given) -> Optional.of(new Camera(
                        CAMERA,
                        new AreaCode("80"),
                        new SourceId("nvr-1"),
                        Optional.of("1"),
                        Map.of(),
                        new State(State.Kind.ONLINE, Optional.empty(), NOON, Optional.of(NOON)),
                        NOON,
                        NOON)));
        command.devices = fake(CameraDevices.class, (method, given) -> {
            window.addAll(List.of((Instant) given[1], (Instant) given[2]));
            return gives;
        });
        command.words = List.of(words);
        return command;
    }

    /** @param end what comes after "half" and "rest" */
    private static CompletionStage<FootageFile> file(CompletionStage<Optional<byte[]>> end) {
        var pieces = new ArrayDeque<CompletionStage<Optional<byte[]>>>();
        for (var text : List.of("half", "rest")) {
            pieces.add(CompletableFuture.completedFuture(Optional.of(text.getBytes(StandardCharsets.US_ASCII))));
        }
        pieces.add(end);
        return CompletableFuture.completedFuture(fake(FootageFile.class, (method, given) -> switch (method) {
            case "next" -> pieces.remove();
            case "form" -> FootageFile.Form.DHAV;
            case "from" -> NOON;
            case "to" -> NOON.plusSeconds(300);
            default -> null;
        }));
    }

    private List<String> actions() {
        return audited.stream()
                .map(record -> record.action() + " " + record.outcome() + " "
                        + record.details().get("bytes"))
                .toList();
    }

    @Test
    void keepsWhatCameAndRecordsHowMuchItWas() throws Exception {
        var to = folder.resolve("chợ.dav");
        var command = typed(
                file(CompletableFuture.completedFuture(Optional.empty())),
                CAMERA.value(),
                "2026-11-22T12:00",
                "2026-11-22T05:05:00Z",
                to.toString());
        assertThat(command.execute()).isNull();
        assertThat(to).hasContent("halfrest");
        assertThat(window).containsExactly(NOON, NOON.plusSeconds(300));
        assertThat(console.toString(StandardCharsets.UTF_8)).contains("DHAV").contains("8");
        assertThat(actions()).containsExactly("shell.camera-download DONE 0", "shell.camera-download.end DONE 8");
        assertThat(audited.get(0).details()).containsEntry("from", NOON.toString());
    }

    @Test
    void leavesNoHalfOfAFileAndWritesOverNone() throws Exception {
        var to = folder.resolve("chợ.dav");
        String[] words = {CAMERA.value(), "2026-11-22T12:00", "2026-11-22T12:05", to.toString()};
        var broken = new DeviceException.Unreachable(new Text("đứt giữa chừng", "it broke off"));
        var command = typed(file(CompletableFuture.failedFuture(broken)), words);
        assertThat(command.execute()).isEqualTo(6);
        assertThat(to).doesNotExist();
        assertThat(console.toString(StandardCharsets.UTF_8)).contains("đứt giữa chừng");
        assertThat(actions()).containsExactly("shell.camera-download DONE 0", "shell.camera-download FAILED 8");

        Files.writeString(to, "mine");
        assertThat(typed(CompletableFuture.failedFuture(broken), words).execute())
                .isEqualTo(2);
        assertThat(to).hasContent("mine");
        words[3] = folder.resolve("nowhere/file").toString();
        assertThat(typed(CompletableFuture.failedFuture(broken), words).execute())
                .isEqualTo(2);
        assertThat(window).as("the device was asked once").hasSize(2);
        assertThat(typed(null, CAMERA.value(), "2026-11-22T12:00").execute()).isEqualTo(2);
    }
}

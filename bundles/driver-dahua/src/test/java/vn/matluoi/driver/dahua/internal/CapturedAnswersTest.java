package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/**
 * What real Dahua devices sent. There are parts of event streams and RTSP answers, but no whole device yet: its tables
 * are played by {@link CgiRecorder}. A capture of another kind here is a failure, so that none goes unlooked at.
 */
class CapturedAnswersTest {

    /** Both repositories hold parts of event streams. */
    private static final Set<String> LOOKED_AT = Set.of("psyciknz+CameraEvents", "ItsNotGoodName+ipcmanview");

    private static final Pattern CONTENT_BASE = Pattern.compile("(?m)^Content-Base: (\\S+?)/?\\s*$");

    static Stream<Path> answers() throws IOException {
        var folder = CapturedDevice.folder("dahua");
        if (folder.isEmpty()) {
            return Stream.empty();
        }
        try (var files = Files.walk(folder.get())) {
            return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    @Test
    void everyCaptureIsLookedAt() throws IOException {
        var folder = CapturedDevice.folder("dahua");
        assumeTrue(folder.isPresent(), "skipped: there is no folder shared/captures/dahua beside the project");
        assertThat(CapturedDevice.devices(folder.get())).isEmpty();
        try (var repositories = Files.list(folder.get())) {
            assertThat(repositories.map(r -> r.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(LOOKED_AT);
        }
    }

    /** A router may lead to another service of the device; an event is no identity and no table. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("answers")
    void anEventIsTakenForNothingElse(Path capture) throws IOException {
        var body = Files.readAllBytes(capture);
        var target = Targets.at(
                URI.create("http://192.0.2.1"), "admin", UUID.randomUUID().toString());
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> new DahuaDriver(ScriptedHttp.always(body)).open(target))
                .withMessageContaining("CGI");
    }

    /** Parts without a Content-Type, without a blank line, with JSON cut in a wrong place and a field nobody knows. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("answers")
    void everyPartOfAnEventStreamIsRead(Path capture) throws IOException {
        var body = Files.readAllBytes(capture);
        var told = new ArrayList<CameraEvent>();
        var scanner = new EventScanner(new EventScanner.Found() {
            @Override
            public void event(String head, String data) {
                told.add(EventReader.read(head, data, new SourceId("x"), Instant.EPOCH)
                        .orElseThrow());
            }

            @Override
            public void heartbeat() {
                throw new AssertionError("there is none in the captures");
            }
        });
        scanner.accept(body);
        scanner.flush();
        var text = new String(body, StandardCharsets.UTF_8);
        assertThat(told).hasSize(text.split("Code=", -1).length - 1).allSatisfy(event -> {
            assertThat(event.type()).isIn(CameraEvent.Type.MOTION, CameraEvent.Type.INPUT);
            assertThat(event.phase()).isNotEqualTo(CameraEvent.Phase.PULSE);
            assertThat(event.deviceTime().isPresent()).isEqualTo(text.contains("UTC"));
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("answers")
    void anAnswerDamagedAnywhereStillGivesAReason(Path capture) throws IOException {
        var body = Files.readAllBytes(capture);
        for (int cut = 0; cut < body.length; cut++) {
            var damaged = Arrays.copyOf(body, body.length);
            damaged[cut] ^= (byte) 0x80;
            Asked.everything(ScriptedHttp.always(Arrays.copyOf(body, cut)));
            Asked.everything(ScriptedHttp.always(damaged));
        }
    }

    /** Two cameras told, in Content-Base, the path that their third and second stream were fetched by. */
    @ParameterizedTest
    @ValueSource(strings = {"dahua_describe_h265_pcma.txt", "dahua_describe_h264_aac_onvif.txt"})
    void streamsAreFetchedWhereRealCamerasHadThem(String capture) throws Exception {
        var folder = CapturedDevice.folder("rtsp");
        assumeTrue(folder.isPresent(), "skipped: there is no folder shared/captures/rtsp beside the project");
        var told = CONTENT_BASE.matcher(
                Files.readString(folder.get().resolve("scottlamb+retina").resolve(capture)));
        assertThat(told.find()).isTrue();
        var query = List.of(URI.create(told.group(1)).getQuery().split("&"));

        var camera = new CgiRecorder("IPC").title(0, "x");
        for (var format : List.of("MainFormat[0]", "ExtraFormat[0]", "ExtraFormat[1]")) {
            camera.stream(0, format, "H.264", "704x480", "15", 512);
        }
        var secret = UUID.randomUUID().toString();
        try (var device = DeviceServer.open("hub", secret, camera.publish());
                var session = new DahuaDriver(Targets.http()).open(Targets.at(device.address(), "hub", secret))) {
            var streams = session.facet(new ChannelId("1"), Streams.class).orElseThrow();
            var kind = query.contains("subtype=2") ? StreamKind.THIRD : StreamKind.SUB;
            var ours = streams.address(kind).uri();
            assertThat(ours.getPath()).isEqualTo(URI.create(told.group(1)).getPath());
            assertThat(query).containsAll(List.of(ours.getQuery().split("&")));
        }
    }
}

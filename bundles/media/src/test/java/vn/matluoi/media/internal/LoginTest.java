package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;

class LoginTest {

    private final FakeHub hub = new FakeHub();

    @AfterEach
    void stop() {
        hub.close();
    }

    private static long logIns(SimulatedCamera camera) {
        return camera.requests.stream()
                .filter(request -> request.containsKey("Authorization"))
                .count();
    }

    @ParameterizedTest
    @CsvSource({"MD5,false", "MD5,true", "SHA-256,true", "SHA-256,false"})
    void logsIn(String algorithm, boolean qop) {
        try (var camera = SimulatedCamera.withPassword("đúng mật khẩu", algorithm, qop)) {
            hub.addresses.put(FakeHub.CAMERA, FakeHub.address(camera, SimulatedCamera.USER, "đúng mật khẩu"));
            var viewer = TestViewer.playing(hub.ticket());
            await().until(() -> camera.playing() == 1);

            camera.send(0, 5, 5, 2);

            await().untilAsserted(() -> assertThat(viewer.frames).hasSize(5));
            assertThat(hub.rejected).isEmpty();
            viewer.close();
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() {
        try (var camera = SimulatedCamera.withPassword("right", "MD5", true)) {
            hub.addresses.put(FakeHub.CAMERA, FakeHub.address(camera, SimulatedCamera.USER, "wrong"));
            try (var first = new TestViewer(hub.ticket());
                    var second = new TestViewer(hub.ticket())) {
                assertThat(first.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 503");
                assertThat(second.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 503");
            }
            await().untilAsserted(() -> assertThat(hub.rejected).hasSize(1));
            assertThat(logIns(camera)).isEqualTo(1);
        }
    }

    @Test
    void aWrongPasswordOfARecorderIsTriedOnceForAllItsChannels() {
        try (var recorder = SimulatedCamera.withPassword("right", "MD5", true)) {
            IntStream.rangeClosed(1, 16)
                    .forEach(number -> hub.addresses.put(
                            CameraId.of("80", number), FakeHub.address(recorder, SimulatedCamera.USER, "wrong")));

            assertThat(describedTogether(1, 16)).hasSize(16).allMatch(answer -> answer.startsWith("RTSP/1.0 503"));
            assertThat(logIns(recorder)).isEqualTo(1);
            await().untilAsserted(() -> assertThat(hub.rejected).hasSize(1));
        }
    }

    /** @return the answers to channels that are described at the same moment */
    private List<String> describedTogether(int from, int to) {
        return describedTogether(hub, from, to);
    }

    private static List<String> describedTogether(FakeHub hub, int from, int to) {
        var viewers = IntStream.rangeClosed(from, to)
                .mapToObj(number -> new TestViewer(hub.ticket(CameraId.of("80", number))))
                .toList();
        viewers.forEach(viewer -> viewer.send("DESCRIBE " + viewer.address() + " RTSP/1.0\r\nCSeq: 1\r\n\r\n"));
        var answers = viewers.stream().map(TestViewer::answer).toList();
        viewers.forEach(TestViewer::close);
        return answers;
    }

    @Test
    void aPasswordThatWasChangedOnTheDeviceIsTriedOnceForAllItsChannelsToo() {
        try (var recorder = SimulatedCamera.withPassword("right", "MD5", true)) {
            recorder.sessionsLast(60);
            IntStream.rangeClosed(1, 16)
                    .forEach(number -> hub.addresses.put(
                            CameraId.of("80", number), FakeHub.address(recorder, SimulatedCamera.USER, "right")));
            var viewer = TestViewer.playing(hub.ticket());
            await().until(() -> recorder.playing() == 1);

            recorder.changePassword("another");

            assertThat(describedTogether(2, 16)).hasSize(15).allMatch(answer -> answer.startsWith("RTSP/1.0 503"));
            assertThat(recorder.wrongLogIns).hasValue(1);
            await().untilAsserted(() -> assertThat(hub.rejected).hasSize(1));
            assertThat(recorder.playing()).isEqualTo(1);
            viewer.close();
        }
    }

    @Test
    void aStreamThatPlaysNoticesAChangedPasswordByTwoTriesAtMost() {
        try (var recorder = SimulatedCamera.withPassword("right", "MD5", true)) {
            hub.addresses.put(FakeHub.CAMERA, FakeHub.address(recorder, SimulatedCamera.USER, "right"));
            var viewer = TestViewer.playing(hub.ticket());
            await().until(() -> recorder.playing() == 1);

            recorder.changePassword("another");

            await().until(() -> recorder.count("TEARDOWN") == 1);
            assertThat(recorder.wrongLogIns)
                    .as("one says that the nonce may be old, one that the password is")
                    .hasValue(2);
            await().untilAsserted(() -> assertThat(hub.rejected).hasSize(1));
            viewer.close();
        }
    }

    @Test
    void aChannelThatIsOfflineTakesNoOtherWithIt() {
        try (var recorder = SimulatedCamera.withPassword("right", "MD5", true)) {
            IntStream.rangeClosed(2, 16)
                    .forEach(number -> hub.addresses.put(
                            CameraId.of("80", number), FakeHub.address(recorder, SimulatedCamera.USER, "right")));
            hub.addresses.put(
                    FakeHub.CAMERA,
                    new StreamAddress(new SourceId("nvr-1"), recorder.offline(), SimulatedCamera.USER, "right"));

            var answers = describedTogether(1, 16);

            assertThat(answers.get(0)).startsWith("RTSP/1.0 503");
            assertThat(answers.subList(1, 16)).allMatch(answer -> answer.startsWith("RTSP/1.0 200"));
            assertThat(recorder.wrongLogIns).hasValue(0);
        }
    }

    @Test
    void aSilentChannelAndSlowOnesTakeNoTimeFromThoseThatWaitForThem() {
        var timing = FakeHub.quickToOpen(Duration.ofMillis(1500), Duration.ofSeconds(2));
        try (var recorder = SimulatedCamera.withPassword("right", "MD5", true);
                var patient = new FakeHub(FakeHub.settings(), timing)) {
            recorder.slowToDescribe(Duration.ofMillis(300));
            var silent = new StreamAddress(new SourceId("nvr-1"), recorder.silent(), SimulatedCamera.USER, "right");
            patient.addresses.put(FakeHub.CAMERA, silent);
            IntStream.rangeClosed(2, 6)
                    .forEach(number -> patient.addresses.put(
                            CameraId.of("80", number), FakeHub.address(recorder, SimulatedCamera.USER, "right")));
            try (var first = new TestViewer(patient.ticket())) {
                first.send("DESCRIBE " + first.address() + " RTSP/1.0\r\nCSeq: 1\r\n\r\n");
                await().until(() -> logIns(recorder) == 1);

                assertThat(describedTogether(patient, 2, 6)).allMatch(answer -> answer.startsWith("RTSP/1.0 200"));
            }
        }
    }

    @Test
    void aRightPasswordOpensAllChannelsOfARecorder() {
        try (var recorder = SimulatedCamera.withPassword("right", "MD5", true)) {
            var viewers = IntStream.rangeClosed(1, 16)
                    .mapToObj(number -> {
                        var channel = CameraId.of("80", number);
                        hub.addresses.put(channel, FakeHub.address(recorder, SimulatedCamera.USER, "right"));
                        return TestViewer.playing(hub.ticket(channel));
                    })
                    .toList();

            await().until(() -> recorder.playing() == 16);
            viewers.forEach(TestViewer::close);
        }
    }

    @Test
    void withoutAnAccountThePasswordIsNotGuessed() {
        try (var camera = SimulatedCamera.withPassword("right", "MD5", true)) {
            hub.addresses.put(FakeHub.CAMERA, FakeHub.address(camera, "", ""));
            try (var viewer = new TestViewer(hub.ticket())) {
                assertThat(viewer.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 503");
            }
            assertThat(logIns(camera)).isZero();
            await().untilAsserted(() -> assertThat(hub.rejected).hasSize(1));
        }
    }
}

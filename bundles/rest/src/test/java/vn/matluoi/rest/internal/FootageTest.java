package vn.matluoi.rest.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.FootageFile;

/** Recorded footage as a file. */
class FootageTest {

    private static final String FILE = "/cameras/" + FakeHub.NEAR + "/recordings/file";
    private static final String WINDOW = "?from=2026-11-22T05:00:00Z&to=2026-11-22T05:05:00Z";
    private static final String BEGUN = "hoa recording.download " + FakeHub.NEAR + " DONE";
    private static final String ENDED = "hoa recording.download.end " + FakeHub.NEAR + " DONE";

    private static FakeHub hub;
    private static RunningApi api;
    private FakeDevices devices;

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void devicesAnew() {
        devices = new FakeDevices();
        hub.services.put(CameraDevices.class, devices);
        hub.audit.clear();
        hub.camerasMoved = false;
    }

    private void endsBecauseOf(String reason) {
        await().untilAsserted(() -> {
            assertThat(List.copyOf(hub.audited())).containsExactly(BEGUN, ENDED);
            assertThat(hub.audit.get(1).details()).containsEntry("reason", reason);
        });
        assertThat(devices.file.over().toCompletableFuture()).isDone();
    }

    /** Asks for the file, and reads nothing of the answer. */
    private static Socket ask() throws IOException {
        return ask("Authorization: " + RunningApi.basic("hoa"));
    }

    private static Socket ask(String who) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.getOutputStream()
                .write(("GET /api/v1" + FILE + WINDOW + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + who + "\r\n\r\n")
                        .getBytes(US_ASCII));
        return socket;
    }

    @Test
    void comesWholeWithATypeAndANameThatTheDeviceHasNoPartIn() {
        devices.file = FakeFile.of(40);
        var answer = api.get("hoa", FILE + WINDOW);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("video/mpeg");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"" + FakeHub.NEAR + "_20261122T050000Z.mpg\"");
        assertThat(answer.header("X-Recorded-From")).isEqualTo("2026-11-22T05:00:00Z");
        assertThat(answer.header("X-Recorded-To")).isEqualTo("2026-11-22T05:05:00Z");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.raw().body())
                .hasSize(40 * FakeFile.PIECE)
                .startsWith(40)
                .endsWith(1);
        endsBecauseOf("whole");
        assertThat(hub.audit.get(0).details())
                .containsEntry("from", "2026-11-22T05:00:00Z")
                .containsEntry("to", "2026-11-22T05:05:00Z");
        assertThat(hub.audit.get(1).details())
                .containsEntry("bytes", Integer.toString(40 * FakeFile.PIECE))
                .containsEntry("origin", "127.0.0.1");
    }

    @Test
    void aFileThatTheDeviceBrokeOffDoesNotLookWhole() {
        var file = FakeFile.thatGoesOnAfter(40);
        devices.file = file;
        var broken = CompletableFuture.runAsync(() -> {
            await().until(() -> file.left.get() < 0); // all that came is on its way
            file.breaksOff(new DeviceException.Unreachable(Text.same("it broke off")));
        });
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> api.get("hoa", FILE + WINDOW));
        endsBecauseOf("device");
        assertThat(broken).isCompleted();
    }

    @Test
    void endsWhenTheCallerIsGone() throws IOException {
        devices.file = FakeFile.of(Long.MAX_VALUE);
        try (var socket = ask()) {
            assertThat(socket.getInputStream().readNBytes(2 * FakeFile.PIECE)).hasSize(2 * FakeFile.PIECE);
        }
        endsBecauseOf("caller");
    }

    @Test
    void isNotWholeIfItsEndDoesNotReachTheCaller() throws IOException {
        var file = FakeFile.thatGoesOnAfter(2);
        devices.file = file;
        try (var socket = ask()) {
            await().until(() -> file.left.get() < 0);
            socket.setSoLinger(true, 0); // a reset
        }
        file.isWhole();
        endsBecauseOf("caller");
    }

    @Test
    void endsForACallerWhoIsTooSlowThoughAWriteWaitsForThem() throws IOException {
        var file = FakeFile.of(Long.MAX_VALUE);
        devices.file = file;
        try (var socket = ask()) {
            var before = new long[] {0};
            await("nothing more goes out").until(() -> {
                var stands = file.left.get() == before[0];
                before[0] = file.left.get();
                return stands && before[0] < Long.MAX_VALUE;
            });
            file.breaksOff(FakeHub.refusal(Reason.BUSY, FootageFile.TOO_SLOW));
            endsBecauseOf("slow");
            socket.setSoTimeout(60_000);
            assertNotFarFromItsEnd(socket);
        }
    }

    @Test
    void endsWithTheRightsOfTheCaller() throws IOException {
        devices.file = FakeFile.of(Long.MAX_VALUE);
        var had = hub.accounts.get("hoa");
        try (var socket = ask()) {
            assertThat(socket.getInputStream().readNBytes(2 * FakeFile.PIECE)).hasSize(2 * FakeFile.PIECE);
            hub.accounts.remove("hoa");
            api.later();
            socket.setSoTimeout(60_000);
            assertNotFarFromItsEnd(socket);
            endsBecauseOf("rights");
        } finally {
            hub.accounts.put("hoa", had);
        }
    }

    @Test
    void endsWhenItsCameraIsNoLongerAmongThoseTheCallerSees() throws IOException {
        devices.file = FakeFile.of(Long.MAX_VALUE);
        try (var socket = ask()) {
            socket.setSoTimeout(60_000);
            assertThat(socket.getInputStream().readNBytes(2 * FakeFile.PIECE)).hasSize(2 * FakeFile.PIECE);
            hub.camerasMoved = true;
            api.later();
            assertNotFarFromItsEnd(socket);
            endsBecauseOf("rights");
        }
    }

    @Test
    void nothingIsWrittenForOneWhoLostTheRightWhileTheDeviceWasAsked() throws IOException {
        var file = FakeFile.of(40);
        devices = new FakeDevices() {
            @Override
            public CompletionStage<FootageFile> download(CameraId camera, Instant from, Instant to) {
                hub.camerasMoved = true;
                return super.download(camera, from, to);
            }
        };
        devices.file = file;
        hub.services.put(CameraDevices.class, devices);
        try (var socket = ask()) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        endsBecauseOf("rights");
        assertThat(hub.audit.get(1).details()).containsEntry("bytes", "0");
    }

    @Test
    void whoFetchesUsesTheSession() throws IOException {
        devices.file = FakeFile.of(Long.MAX_VALUE);
        hub.sessions.put("hoas", hub.accounts.get("hoa"));
        hub.used.clear();
        try (var socket = ask("Cookie: __Host-matluoi=hoas")) {
            for (var looks = 2; looks < 5; looks++) { // the first is the request itself
                assertThat(socket.getInputStream().readNBytes(FakeFile.PIECE)).hasSize(FakeFile.PIECE);
                var expected = looks;
                readUntil(socket, () -> hub.used.size() >= expected);
                api.later();
            }
        }
        endsBecauseOf("caller");
    }

    /** No more comes than may have been under way. */
    private static void assertNotFarFromItsEnd(Socket socket) throws IOException {
        var much = 400 * FakeFile.PIECE;
        assertThat(socket.getInputStream().readNBytes(much)).isNotEmpty().hasSizeLessThan(much);
    }

    private static void readUntil(Socket socket, BooleanSupplier enough) throws IOException {
        socket.setSoTimeout(60_000);
        var end = System.nanoTime() + 60_000_000_000L;
        while (!enough.getAsBoolean()) {
            assertThat(socket.getInputStream().readNBytes(FakeFile.PIECE)).hasSize(FakeFile.PIECE);
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    @Test
    void goesOnIfItsRightsCannotBeLookedUpOnceAndEndsAtTheSecondTimeInARow() throws IOException {
        devices.file = FakeFile.of(Long.MAX_VALUE);
        var access = (AccessDecisions) hub.services.get(AccessDecisions.class);
        var failing = new AtomicInteger();
        hub.services.put(
                AccessDecisions.class,
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {AccessDecisions.class},
                        (proxy, method, arguments) -> {
                            if (failing.get() > 0) {
                                failing.decrementAndGet();
                                throw FakeHub.refusal(Reason.UNAVAILABLE, "database.unavailable");
                            }
                            return method.invoke(access, arguments);
                        }));
        try (var socket = ask()) {
            for (var i = 0; i < 2; i++) { // not in a row
                assertThat(socket.getInputStream().readNBytes(FakeFile.PIECE)).hasSize(FakeFile.PIECE);
                failing.set(1);
                api.later();
                readUntil(socket, () -> failing.get() == 0);
                api.later();
                assertThat(socket.getInputStream().readNBytes(200 * FakeFile.PIECE))
                        .hasSize(200 * FakeFile.PIECE);
            }
            failing.set(2);
            api.later();
            readUntil(socket, () -> failing.get() == 1);
            api.later();
            assertNotFarFromItsEnd(socket);
            endsBecauseOf("rights");
        } finally {
            hub.services.put(AccessDecisions.class, access);
        }
    }

    @Test
    void aSecondOneFromOneDeviceIsRefusedAndThatIsRecorded() {
        devices.failure = Optional.of(FakeHub.refusal(Reason.BUSY, "download.busy"));
        var answer = api.get("hoa", FILE + WINDOW);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.rule()).isEqualTo("download.busy");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(hub.audited()).containsExactly(BEGUN, "hoa recording.download " + FakeHub.NEAR + " FAILED");
    }

    @Test
    void isForThoseWhoMayPlayWhatIsRecordedThere() {
        assertThat(api.get("lan", FILE + WINDOW).status()).isEqualTo(403);
        assertThat(api.get("hoa", "/cameras/" + FakeHub.FAR + "/recordings/file" + WINDOW)
                        .status())
                .isEqualTo(404);
        assertThat(hub.audited()).isEmpty();
    }

    @Test
    void aDeviceThatGivesNoFilesIsNoFault() {
        devices.failure = Optional.of(
                new DeviceException.Unsupported(new Text("không cho tải bản ghi thành tệp", "gives no files")));
        var answer = api.get("admin", FILE + WINDOW);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.rule()).isEqualTo("device.unsupported");
        assertThat(answer.json().path("detail").asText()).isEqualTo("không cho tải bản ghi thành tệp");
    }

    @Test
    void whatCannotBeRecordedIsNotFetched() {
        devices.file = FakeFile.of(1);
        hub.auditFails = true;
        try {
            assertThat(api.get("hoa", FILE + WINDOW).status()).isEqualTo(503);
        } finally {
            hub.auditFails = false;
        }
        assertThat(((FakeFile) devices.file).left).hasValue(1);
    }

    @Test
    void fetchesNothingForWhoWantsOnlyTheHead() {
        devices.file = FakeFile.of(1);
        var answer = api.call("HEAD", "/api/v1" + FILE + WINDOW, null, "Authorization", RunningApi.basic("hoa"));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(hub.audited()).isEmpty();
    }

    @Test
    void aWindowThatCannotBeReadIsNamed() {
        var answer = api.get("hoa", FILE + "?from=yesterday&to=2026-11-22T00:00:00Z");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("from");
    }
}

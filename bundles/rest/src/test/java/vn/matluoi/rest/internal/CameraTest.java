package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.source.CameraDevices;

class CameraTest {

    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, 1, 2, 3};

    private static FakeHub hub;
    private static RunningApi api;
    private static CompletionStage<CameraDevices.Picture> picture;

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        hub.services.put(CameraDevices.class, new Pictures());
        hub.services.put(LiveTickets.class, new OneTicket());
        hub.services.put(Changes.class, new ThreeChanges());
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void listsWithinTheCallersScope() {
        var all = api.get("admin", "/cameras");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.json().path("total").asInt()).isEqualTo(2);
        assertThat(all.json().has("next")).isFalse();

        var near = api.get("lan", "/cameras").json();
        assertThat(near.path("total").asInt()).isEqualTo(1);
        var camera = near.path("items").get(0);
        assertThat(camera.path("id").asText()).isEqualTo(FakeHub.NEAR.value());
        assertThat(camera.path("name").asText()).isEqualTo("Cổng chợ 80001");
        assertThat(camera.path("state").path("state").asText()).isEqualTo("offline");
        assertThat(camera.path("state").path("cause").asText()).isEqualTo("unreachable");
    }

    @Test
    void handsEveryFilterOnAndTheCursorBack() {
        var page = api.get(
                "admin",
                "/cameras?q=ch%E1%BB%A3&area=80&sector=traffic&unit=ubnd&source=nvr-1&state=offline&limit=1&cursor=c1");
        assertThat(page.json().path("next").asText()).isEqualTo("cursor-2");
        assertThat(hub.lastQuery.text()).contains("chợ");
        assertThat(hub.lastQuery.area()).contains(new AreaCode("80"));
        assertThat(hub.lastQuery.sector()).contains("traffic");
        assertThat(hub.lastQuery.unit()).contains("ubnd");
        assertThat(hub.lastQuery.source()).contains(new SourceId("nvr-1"));
        assertThat(hub.lastQuery.state()).contains(State.Kind.OFFLINE);
        assertThat(hub.lastQuery.cursor()).contains("c1");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit, field.range",
        "limit=201, limit, field.range",
        "limit=many, limit, query.number",
        "area=8O, area, area.code",
        "source=NVR 1, source, source.id",
        "state=broken, state, field.pattern",
        "aera=80, aera, query.unknown",
        "q=a&q=b, q, query.twice",
        "_method=DELETE, _method, query.unknown"
    })
    void refusesAMistypedFilterNamingIt(String query, String field, String rule) {
        var answer = api.get("admin", "/cameras?" + query.replace(" ", "%20"));
        assertThat(answer.status()).isEqualTo(400);
        var error = answer.json().path("errors").get(0);
        assertThat(error.path("field").asText()).isEqualTo(field);
        assertThat(error.path("rule").asText()).isEqualTo(rule);
        assertThat(error.path("message").asText()).isNotBlank();
    }

    @Test
    void showsEveryStatedValueAndWhoSaidItToAdministrators() {
        var camera = api.get("admin", "/cameras/" + FakeHub.NEAR).json();
        assertThat(camera.path("values").path("mac").asText()).isEqualTo("00:11:22:33:44:55");
        var stated = camera.path("stated").get(0);
        assertThat(stated.path("field").asText()).isEqualTo("name");
        assertThat(stated.path("layer").asText()).isEqualTo("agency");
        assertThat(stated.path("by").asText()).isEqualTo("mai");
        assertThat(stated.path("effective").asBoolean()).isTrue();
    }

    @Test
    void aStateSecretIsThereForTheProvinceAlone() {
        hub.secrets.add(FakeHub.NEAR);
        try {
            assertThat(api.get("admin", "/cameras/" + FakeHub.NEAR).status()).isEqualTo(200);
            for (var caller : List.of("lan", "hoa")) {
                assertThat(api.get(caller, "/cameras").json().path("total").asInt())
                        .isZero();
                for (var path : List.of("", "/history", "/snapshot")) {
                    assertThat(api.get(caller, "/cameras/" + FakeHub.NEAR + path)
                                    .status())
                            .as(caller + path)
                            .isEqualTo(404);
                }
                assertThat(api.send(caller, "POST", "/cameras/" + FakeHub.NEAR + "/live", null)
                                .status())
                        .isEqualTo(404);
            }
            for (var path : List.of("/ptz", "/recordings?from=2026-11-22T00:00:00Z&to=2026-11-22T01:00:00Z")) {
                assertThat(api.get("hoa", "/cameras/" + FakeHub.NEAR + path).status())
                        .as(path)
                        .isEqualTo(404);
            }
        } finally {
            hub.secrets.clear();
        }
    }

    @Test
    void showsViewersNothingOfTheDevice() {
        var camera = api.get("lan", "/cameras/" + FakeHub.NEAR);
        assertThat(camera.status()).isEqualTo(200);
        assertThat(camera.text())
                .contains("Cổng chợ")
                .doesNotContain("00:11:22")
                .doesNotContain("SN-1")
                .doesNotContain("NVR-77", "Kênh-tầng-hầm", "192.0.2.8")
                .doesNotContain("192.0.2.9")
                .doesNotContain("\"by\"");
        assertThat(api.get("lan", "/cameras").text()).doesNotContain("00:11:22").doesNotContain("192.0.2.9");
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "GET, /snapshot", "POST, /live"})
    void aCameraOfAnotherAreaDoesNotExist(String method, String below) {
        for (var id : List.of(FakeHub.FAR.value(), "80-0000009-9", "nonsense", "..%2F..%2Fetc")) {
            var answer = api.send("lan", method, "/cameras/" + id + below, null);
            assertThat(answer.status()).as(id).isIn(400, 404);
        }
        assertThat(api.send("lan", method, "/cameras/" + FakeHub.FAR + below, null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void givesAFreshPictureAndRecordsWhoLooked() {
        picture = CompletableFuture.completedFuture(new CameraDevices.Picture(JPEG, FakeHub.NOON));
        var answer = api.get("lan", "/cameras/" + FakeHub.NEAR + "/snapshot");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(answer.raw().body()).isEqualTo(JPEG);
        assertThat(hub.audited()).contains("lan snapshot.view " + FakeHub.NEAR + " DONE");
    }

    @Test
    void tellsADevicesFailureButNotTheDeviceToViewers() {
        picture = CompletableFuture.failedFuture(new DeviceException.Unreachable(
                new Text("192.0.2.9:80 không trả lời", "192.0.2.9:80 does not answer")));
        var toAdministrator = api.get("admin", "/cameras/" + FakeHub.NEAR + "/snapshot");
        var toViewer = api.get("lan", "/cameras/" + FakeHub.NEAR + "/snapshot");
        assertThat(toAdministrator.status()).isEqualTo(504);
        assertThat(toAdministrator.rule()).isEqualTo("device.unreachable");
        assertThat(toAdministrator.text()).contains("192.0.2.9:80 không trả lời");
        assertThat(toViewer.status()).isEqualTo(504);
        assertThat(toViewer.text()).doesNotContain("192.0.2.9");

        picture = CompletableFuture.failedFuture(new HubException(
                HubException.Reason.DEVICE, "device.locked", new Text("192.0.2.9 khóa", "192.0.2.9 is locked")));
        assertThat(api.get("lan", "/cameras/" + FakeHub.NEAR + "/snapshot").text())
                .doesNotContain("192.0.2.9");
        picture = CompletableFuture.failedFuture(
                new DeviceException.Refused(DeviceException.Refused.Why.LOCKED, Text.same("locked")));
        var locked = api.get("admin", "/cameras/" + FakeHub.NEAR + "/snapshot");
        assertThat(locked.status()).isEqualTo(502);
        assertThat(locked.rule()).isEqualTo("device.refused.locked");
        picture = CompletableFuture.failedFuture(new DeviceException.Unsupported(Text.same("no pictures")));
        assertThat(api.get("lan", "/cameras/" + FakeHub.NEAR + "/snapshot").status())
                .isEqualTo(422);
    }

    @Test
    void handsOutATicketAndRecordsIt() {
        var answer = api.send("lan", "POST", "/cameras/" + FakeHub.NEAR + "/live?stream=sub", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("rtsp").asText()).isEqualTo("rtsp://127.0.0.1:8554/live/SUB");
        assertThat(answer.json().path("expires").asText()).isEqualTo("2026-11-22T05:00:00Z");
        assertThat(hub.audited()).contains("lan live.ticket " + FakeHub.NEAR + " DONE");
        assertThat(hub.audit.toString()).doesNotContain("rtsp://");
    }

    @Test
    void whatFailedAfterItsRecordIsRecordedAsFailed() {
        hub.audit.clear();
        picture = CompletableFuture.failedFuture(new DeviceException.Unreachable(Text.same("silent")));
        assertThat(api.get("lan", "/cameras/" + FakeHub.NEAR + "/snapshot").status())
                .isEqualTo(504);
        var tickets = hub.services.put(LiveTickets.class, new NoTicket());
        try {
            assertThat(api.send("lan", "POST", "/cameras/" + FakeHub.NEAR + "/live", null)
                            .status())
                    .isEqualTo(429);
        } finally {
            hub.services.put(LiveTickets.class, tickets);
        }
        assertThat(hub.audited())
                .containsExactly(
                        "lan snapshot.view " + FakeHub.NEAR + " DONE",
                        "lan snapshot.view " + FakeHub.NEAR + " FAILED",
                        "lan live.ticket " + FakeHub.NEAR + " DONE",
                        "lan live.ticket " + FakeHub.NEAR + " FAILED");
    }

    @Test
    void aMissingPartIsUnavailable() {
        var tickets = hub.services.remove(LiveTickets.class);
        try {
            var answer = api.send("lan", "POST", "/cameras/" + FakeHub.NEAR + "/live", null);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
        } finally {
            hub.services.put(LiveTickets.class, tickets);
        }
    }

    @Test
    void theChangeFeedTellsViewersOfTheirCamerasOnly() {
        var all = api.get("admin", "/changes?after=0").json();
        assertThat(all.path("items")).hasSize(3);
        assertThat(all.path("items").get(0).path("fields").has("mac")).isTrue();
        assertThat(all.path("next").asText()).isEqualTo("3");

        var shown = api.get("lan", "/changes?after=0");
        assertThat(shown.text())
                .doesNotContain("00:11")
                .doesNotContain("192.0.2.9")
                .doesNotContain("mai");
        assertThat(api.get("admin", "/changes?after=0&limit=2")
                        .json()
                        .path("next")
                        .asText())
                .isEqualTo("2");
        assertThat(api.get("admin", "/changes?after=3").json().path("next").asText())
                .isEqualTo("3");
    }

    private static final class Pictures extends FakeDevices {

        @Override
        public CompletionStage<Picture> snapshot(CameraId camera) {
            return picture;
        }
    }

    private static final class NoTicket implements LiveTickets {

        @Override
        public Ticket issue(Caller caller, CameraId camera, StreamKind kind) {
            throw FakeHub.refusal(HubException.Reason.BUSY, "live.full");
        }

        @Override
        public Ticket issue(Caller caller, CameraId camera, Instant from, Instant to) {
            throw FakeHub.refusal(HubException.Reason.BUSY, "live.full");
        }

        @Override
        public URI base() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Load load() {
            throw new UnsupportedOperationException();
        }
    }

    static final class OneTicket implements LiveTickets {

        @Override
        public Ticket issue(Caller caller, CameraId camera, StreamKind kind) {
            return new Ticket(URI.create("rtsp://127.0.0.1:8554/live/" + kind), FakeHub.NOON);
        }

        @Override
        public Ticket issue(Caller caller, CameraId camera, Instant from, Instant to) {
            return new Ticket(URI.create("rtsp://127.0.0.1:8554/playback/" + from + "/" + to), FakeHub.NOON);
        }

        @Override
        public URI base() {
            return URI.create("rtsp://[fd00::1]:8554/live/");
        }

        @Override
        public Load load() {
            return new Load(1, 2, 3, 4, 5, 6);
        }
    }

    private static final class ThreeChanges implements Changes {

        @Override
        public List<Change> read(Scope scope, long after, int limit) {
            return List.of(
                            change(1, "camera.updated", Map.of("name", "Cổng", "mac", "00:11:22:33:44:55")),
                            change(2, "source.updated", Map.of("address", "http://192.0.2.9")),
                            change(3, "camera.updated", Map.of("note", "192.0.2.9")))
                    .stream()
                    .filter(change -> change.sequence() > after)
                    .limit(limit)
                    .toList();
        }

        private static Change change(long sequence, String kind, Map<String, String> fields) {
            return new Change(sequence, FakeHub.NOON, kind, "x", fields, "mai", 0);
        }

        @Override
        public long last() {
            return 3;
        }
    }
}

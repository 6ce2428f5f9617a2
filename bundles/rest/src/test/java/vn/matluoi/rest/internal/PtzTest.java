package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.PtzAbility;
import vn.matluoi.api.source.PtzOrder;

/** Moving cameras, and finding what was recorded of them. */
class PtzTest {

    private static final String PTZ = "/cameras/" + FakeHub.NEAR + "/ptz";
    private static final String RECORDINGS = "/cameras/" + FakeHub.NEAR + "/recordings";
    private static final String DAY = "?from=2026-11-22T00:00:00Z&to=2026-11-23T07:00:00%2B07:00";

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
    }

    private static RunningApi.Answer order(String account, String json) {
        return api.send(account, "POST", PTZ, json.replace('\'', '"'));
    }

    @Test
    void movesForTwoSecondsUnlessToldOtherwise() {
        var usual = order("hoa", "{'action':'move','pan':-0.5}");
        assertThat(usual.status()).isEqualTo(200);
        assertThat(usual.json().path("seconds").asInt()).isEqualTo(2);
        var longest = order("hoa", "{'action':'move','pan':1,'tilt':-1,'zoom':0.25,'seconds':10}");
        assertThat(longest.status()).isEqualTo(200);
        assertThat(devices.orders)
                .containsExactly(
                        new PtzOrder.Move(-0.5, 0, 0, Duration.ofSeconds(2)),
                        new PtzOrder.Move(1, -1, 0.25, Duration.ofSeconds(10)));
    }

    @Test
    void handsEveryOtherOrderOn() {
        for (var json : List.of(
                "{'action':'stop'}",
                "{'action':'go','pan':0.5,'tilt':-1,'zoom':1}",
                "{'action':'recall','preset':'1'}",
                "{'action':'remove','preset':'1'}",
                "{'action':'tour-start','tour':'t'}",
                "{'action':'tour-stop','tour':'t'}")) {
            var answer = order("hoa", json);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{}");
        }
        var saved = order("hoa", "{'action':'save','name':' Cổng chợ '}").json();
        assertThat(saved.path("preset").path("token").asText()).isEqualTo("7");
        assertThat(devices.orders)
                .containsExactly(
                        new PtzOrder.Stop(),
                        new PtzOrder.Go(new Position(0.5, -1, 1)),
                        new PtzOrder.Recall("1"),
                        new PtzOrder.Remove("1"),
                        new PtzOrder.StartTour("t"),
                        new PtzOrder.StopTour("t"),
                        new PtzOrder.Save(Optional.empty(), "Cổng chợ"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'action':'fly'} | action | field.pattern",
                "{'action':'move','pan':1.01} | pan | field.range",
                "{'action':'move','tilt':-1.5} | tilt | field.range",
                "{'action':'move','zoom':'NaN'} | zoom | field.range",
                "{'action':'move','pan':1,'seconds':0} | seconds | field.range",
                "{'action':'move','pan':1,'seconds':11} | seconds | field.range",
                "{'action':'move','speed':1} | speed | json.unknown-field",
                "{'action':'go','pan':0,'tilt':0,'zoom':-0.1} | zoom | field.range",
                "{'action':'recall'} | preset | field.required",
                "{'action':'remove','preset':' '} | preset | field.required",
                "{'action':'save','name':'a\\u0007'} | name | field.pattern",
                "{'action':'tour-start'} | tour | field.required",
                "{} | action | field.required"
            })
    void refusesAWrongNumberOrAMissingFieldNamingIt(String json, String field, String rule) {
        // quotes of CSV are those of JSON here
        var answer = order("hoa", json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        var error = answer.json().path("errors").get(0);
        assertThat(error.path("field").asText()).isEqualTo(field);
        assertThat(error.path("rule").asText()).isEqualTo(rule);
        assertThat(devices.orders).isEmpty();
        assertThat(hub.audit).isEmpty();
    }

    @Test
    void refusesANameThatIsTooLongOnlyInItsComposedForm() {
        var answer = order("hoa", "{'action':'save','name':'" + "\u0958".repeat(64) + "'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo("field.too-long");
    }

    @Test
    void namesEverythingThatIsMissingAtOnce() {
        var errors = order("hoa", "{'action':'go'}").json().path("errors");
        assertThat(errors.findValuesAsText("field")).containsExactly("pan", "tilt", "zoom");
    }

    @Test
    void onlyWhoHasTheRightMovesACamera() {
        assertThat(order("lan", "{'action':'move','pan':1}").status()).isEqualTo(403);
        assertThat(api.get("lan", PTZ).status()).isEqualTo(403);
        assertThat(api.get("lan", RECORDINGS + DAY).status()).isEqualTo(403);
        assertThat(api.get("hoa", "/cameras/" + FakeHub.FAR + "/ptz").status()).isEqualTo(404);
        assertThat(devices.orders).isEmpty();
    }

    @Test
    void whoMovesItIsTold() {
        devices.mover = "mai";
        var answer = order("hoa", "{'action':'move','pan':1}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.rule()).isEqualTo("ptz.held");
        assertThat(devices.orders).isEmpty();
        assertThat(hub.audit).isEmpty();
    }

    @Test
    void recordsTheStartOfASessionAndWhatLastsButNotEveryMove() {
        for (var json : List.of(
                "{'action':'move','pan':1}",
                "{'action':'move','pan':1}",
                "{'action':'stop'}",
                "{'action':'save','name':'x'}",
                "{'action':'recall','preset':'7'}")) {
            order("hoa", json);
        }
        assertThat(hub.audited())
                .containsExactly(
                        "hoa ptz.move " + FakeHub.NEAR + " DONE",
                        "hoa ptz.save " + FakeHub.NEAR + " DONE",
                        "hoa ptz.recall " + FakeHub.NEAR + " DONE");
        assertThat(hub.audit.get(2).details()).containsEntry("preset", "7").containsKey("origin");
    }

    @Test
    void whatCouldNotBeRecordedMovesNothingAndIsNoSession() {
        hub.auditFails = true;
        try {
            assertThat(order("hoa", "{'action':'move','pan':1}").status()).isEqualTo(503);
        } finally {
            hub.auditFails = false;
        }
        assertThat(devices.orders).isEmpty();
        order("hoa", "{'action':'move','pan':1}");
        assertThat(hub.audited()).containsExactly("hoa ptz.move " + FakeHub.NEAR + " DONE");
    }

    @Test
    void aCameraThatDoesNotMoveSaysSoAndIsRecordedAsFailed() {
        devices.failure = Optional.of(
                new DeviceException.Unsupported(new Text("192.0.2.9 không quay", "192.0.2.9 does not move")));
        var answer = order("hoa", "{'action':'move','pan':1}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.rule()).isEqualTo("device.unsupported");
        assertThat(answer.text()).doesNotContain("192.0.2.9");
        assertThat(api.get("hoa", PTZ).status()).isEqualTo(422);
        assertThat(hub.audited())
                .containsExactly("hoa ptz.move " + FakeHub.NEAR + " DONE", "hoa ptz.move " + FakeHub.NEAR + " FAILED");
    }

    @Test
    void saysWhatACameraCanBeTold() {
        devices.ability = new PtzAbility(
                true,
                true,
                Optional.of(new Position(0.5, -0.5, 0.25)),
                Optional.of(List.of(new Preset("1", "Cổng chợ"))),
                Optional.empty());
        var answer = api.get("hoa", PTZ);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"moves\":true,\"goes\":true,\"position\":{\"pan\":0.5,\"tilt\":-0.5,\"zoom\":0.25},"
                        + "\"presets\":[{\"token\":\"1\",\"name\":\"Cổng chợ\"}]}");
    }

    @Test
    void whoLogsOutLeavesNoCameraMoving() {
        assertThat(api.send("hoa", "DELETE", "/session", null).status()).isEqualTo(204);
        assertThat(devices.released).containsExactly("hoa");
    }

    @Test
    void listsRecordingsAndRecordsWhoSearched() {
        devices.recordings = List.of(
                new Recording(FakeHub.NOON, FakeHub.NOON.plusSeconds(60), "rtsp://192.0.2.9/1", Optional.of("motion")));
        var answer = api.get("hoa", RECORDINGS + DAY);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"items\":[{\"from\":\"2026-11-22T05:00:00Z\",\"to\":\"2026-11-22T05:01:00Z\","
                        + "\"trigger\":\"motion\"}]}");
        assertThat(hub.audited()).containsExactly("hoa recording.search " + FakeHub.NEAR + " DONE");
        assertThat(hub.audit.get(0).details())
                .containsEntry("from", "2026-11-22T00:00:00Z")
                .containsEntry("to", "2026-11-23T00:00:00Z");
    }

    @Test
    void saysWhereToGoOnWhenThereAreMoreRecordings() {
        devices.recordings = IntStream.range(0, CameraDevices.MOST_RECORDINGS)
                .mapToObj(FakeHub.NOON::plusSeconds)
                .map(PtzTest::second)
                .toList();
        assertThat(api.get("hoa", RECORDINGS + DAY).json().path("next").asText())
                .isEqualTo(FakeHub.NOON.plusSeconds(999).toString());
    }

    private static Recording second(Instant from) {
        return new Recording(from, from.plusSeconds(1), "r", Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "'', from, field.required",
        "?from=2026-11-22T00:00:00Z, to, field.required",
        "?from=yesterday&to=2026-11-22T00:00:00Z, from, time.format",
        "?from=2026-11-22T00:00:00&to=2026-11-22T00:00:00Z, from, time.format",
        "?from=%2B999999999-01-01T00:00:00Z&to=2026-11-22T00:00:00Z, from, time.format",
        "?from=2026-11-22T00:00:00Z&to=2026-11-22T24:61:00Z, to, time.format"
    })
    void refusesAWindowThatCannotBeReadNamingWhat(String query, String field, String rule) {
        var answer = api.get("hoa", RECORDINGS + query);
        assertThat(answer.status()).isEqualTo(400);
        var error = answer.json().path("errors").get(0);
        assertThat(error.path("field").asText()).isEqualTo(field);
        assertThat(error.path("rule").asText()).isEqualTo(rule);
        assertThat(hub.audit).isEmpty();
    }

    @Test
    void handsOutATicketToFootageAndRecordsIt() {
        hub.services.put(LiveTickets.class, new CameraTest.OneTicket());
        var path = "/cameras/" + FakeHub.NEAR + "/playback";
        var window = "{\"from\":\"2026-11-22T12:00:00+07:00\",\"to\":\"2026-11-22T06:00:00Z\"}";
        var answer = api.send("hoa", "POST", path, window);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("rtsp").asText())
                .isEqualTo("rtsp://127.0.0.1:8554/playback/2026-11-22T05:00:00Z/2026-11-22T06:00:00Z");
        assertThat(hub.audited()).containsExactly("hoa playback.ticket " + FakeHub.NEAR + " DONE");
        assertThat(api.send("lan", "POST", path, window).status()).isEqualTo(403);
        assertThat(api.send("hoa", "POST", path, "{\"from\":\"noon\",\"to\":\"x\"}")
                        .rule())
                .isEqualTo("time.format");
    }

    @Test
    void aWindowThatIsTooLongIsTheCallersToMend() {
        devices.failure = Optional.of(FakeHub.refusal(HubException.Reason.INVALID, "recordings.window"));
        var answer = api.get("hoa", RECORDINGS + DAY);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo("recordings.window");
    }
}

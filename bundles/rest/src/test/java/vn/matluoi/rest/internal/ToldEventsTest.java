package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.rest.internal.v1.DeliveredAgain;

/** An agency's program tells events, with a key of its source. */
class ToldEventsTest {

    private static final String KEY = "mls_good";
    private static final List<CameraEvent> TOLD = new CopyOnWriteArrayList<>();
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private static final AgencyRoute ROUTE = new AgencyRoute(
            "cong",
            new SourceId("khu-do-thi"),
            "Khu đô thị",
            new AreaCode("27694"),
            "residential",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    private static final FakeHub HUB = new FakeHub();

    private static MemoryLetters letters;
    private static volatile HubException journalFails;
    private static volatile boolean closed;
    private static volatile boolean demandsSignature;
    private static volatile boolean asSigned; // what came last
    private static RunningApi api;

    @BeforeAll
    static void start() {
        HUB.services.put(Events.class, new Journal());
        HUB.services.put(AgencyDoor.class, new Door());
        api = new RunningApi(HUB);
    }

    /** Keeps what it is told, but for faces; knows again what it was told by name. */
    private static final class Journal implements Events {

        @Override
        public CompletionStage<Boolean> publish(CameraEvent event, boolean assumed) {
            throw new AssertionError("a delivery is taken whole");
        }

        @Override
        public CompletionStage<Taken> publish(List<CameraEvent> events, Optional<String> delivery) {
            if (journalFails != null) {
                return CompletableFuture.failedFuture(journalFails);
            }
            if (delivery.isPresent() && !NAMES.add(delivery.get())) {
                return CompletableFuture.completedFuture(new Taken(0, 0, true));
            }
            TOLD.addAll(events);
            var faces = (int) events.stream()
                    .filter(event -> event.type() == Type.FACE_SEEN)
                    .count();
            return CompletableFuture.completedFuture(new Taken(events.size() - faces, faces, false));
        }
    }

    private static final class Door implements AgencyDoor {

        @Override
        public <T> T through(SourceId source, boolean signed, Function<AgencyRoute, T> work) {
            asSigned = signed;
            if (demandsSignature && !signed) {
                throw new HubException(Reason.UNAUTHENTICATED, "webhook.unsigned", new Text("chưa ký", "unsigned"));
            }
            if (closed) {
                throw new HubException(Reason.UNAVAILABLE, "route.closed", new Text("đang dừng", "stopped"));
            }
            return work.apply(ROUTE);
        }
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        TOLD.clear();
        NAMES.clear();
        letters = new MemoryLetters();
        HUB.services.put(DeadLetters.class, letters);
        journalFails = null;
        closed = false;
    }

    private static RunningApi.Answer tell(String body, String... headers) {
        return tellTo("", body, headers);
    }

    private static RunningApi.Answer tellTo(String query, String body, String... headers) {
        var all = new ArrayList<>(List.of("Authorization", "Bearer " + KEY));
        all.addAll(List.of(headers));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return api.call(
                "POST", "/api/v1/events" + query, body.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    @Test
    void oneEventOrManyAreTakenWithWhatElseTheySay() {
        var one = tell(
                "{\"camera\": \"C-7\", \"type\": \"motion\", \"phase\": \"active\", \"time\": \"2026-11-22T07:00:00+07:00\","
                        + " \"zone\": 5}");
        assertThat(one.status()).as(one.text()).isEqualTo(202);
        assertThat(one.json().path("kept").asInt()).isEqualTo(1);
        assertThat(TOLD).singleElement().satisfies(event -> {
            assertThat(event.source()).isEqualTo(new SourceId("khu-do-thi"));
            assertThat(event.channel()).contains(new ChannelId("C-7"));
            assertThat(event.type()).isEqualTo(Type.MOTION);
            assertThat(event.phase()).isEqualTo(Phase.ACTIVE);
            assertThat(event.deviceTime()).contains(Instant.parse("2026-11-22T00:00:00Z"));
            assertThat(event.payload()).contains("\"zone\":5");
        });
        TOLD.clear();

        assertThat(tell("[{\"type\": \"Gate.Opened\"}, {\"type\": \"face_seen\"}]")
                        .json()
                        .path("notKept")
                        .asInt())
                .isEqualTo(1);
        assertThat(TOLD.get(0).type()).isEqualTo(Type.OTHER);
        assertThat(TOLD.get(0).topic()).isEqualTo("Gate.Opened");
        assertThat(TOLD.get(0).channel()).isEmpty();
    }

    @Test
    void aCodeWhoseLettersCameInPartsIsTheCatalogues() {
        var parts = Normalizer.normalize("Cổng-1", Normalizer.Form.NFD);
        assertThat(tell("{\"camera\": \"%s\", \"type\": \"motion\"}".formatted(parts))
                        .status())
                .isEqualTo(202);
        assertThat(TOLD).singleElement().satisfies(event -> assertThat(event.channel())
                .contains(new ChannelId("Cổng-1")));
    }

    @Test
    void aCodeThatIsTooLongAsTheCatalogueHasItIsRefused() {
        var grows = "C".repeat(63) + "\u0958"; // one letter, which NFC writes as two
        var camera = tell("{\"camera\": \"%s\", \"type\": \"motion\"}".formatted(grows));
        assertThat(camera.status()).as(camera.text()).isEqualTo(400);
        assertThat(camera.text()).contains("event.text", "camera: phải là chữ, dài nhất 64 ký tự");
        var subject = tell("{\"specversion\": \"1.0\", \"type\": \"motion\", \"subject\": \"%s\"}".formatted(grows));
        assertThat(subject.status()).as(subject.text()).isEqualTo(400);
        assertThat(subject.text()).contains("subject: phải là chữ, dài nhất 64 ký tự");
        assertThat(TOLD).isEmpty();
    }

    @Test
    void cloudEventsAreTakenOneByOneAndInBatches() {
        var event =
                "{\"specversion\": \"1.0\", \"id\": \"a\", \"source\": \"/gate\", \"type\": \"vn.matluoi.event.motion\","
                        + " \"subject\": \"C-7\", \"time\": \"2026-11-22T00:00:00Z\", \"data\": {\"phase\": \"active\"}}";
        assertThat(tell(event, "Content-Type", "application/cloudevents+json").status())
                .isEqualTo(202);
        assertThat(tell("[" + event + "]", "Content-Type", "application/cloudevents-batch+json")
                        .status())
                .isEqualTo(202);
        assertThat(TOLD).hasSize(2).allSatisfy(told -> {
            assertThat(told.type()).isEqualTo(Type.MOTION);
            assertThat(told.phase()).isEqualTo(Phase.ACTIVE);
            assertThat(told.channel()).contains(new ChannelId("C-7"));
        });
        assertThat(tell(event.replace("1.0", "0.3")).status()).isEqualTo(400);
    }

    @Test
    void ofADeliveryWithOneBadEventNothingIsTaken() {
        for (var bad : List.of(
                "{\"type\": \"motion\", \"phase\": \"maybe\"}",
                "{\"camera\": \"C-7\"}",
                "{\"type\": \"motion\", \"time\": \"hôm qua\"}",
                "{\"type\": {\"a\": 1}}",
                "7")) {
            var answer = tell("[{\"type\": \"motion\"}, " + bad + "]");
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.text()).contains("[1]");
        }
        assertThat(TOLD).isEmpty();
        assertThat(tell("<html>").status()).isEqualTo(400);
        assertThat(tell("[]").status()).isEqualTo(400);
        assertThat(tell("[" + "{\"type\":\"motion\"},".repeat(1000) + "{\"type\":\"motion\"}]")
                        .status())
                .isEqualTo(400);
        assertThat(tell("\"" + "x".repeat(1 << 20) + "\"").status()).isEqualTo(413);
        assertThat(TOLD).isEmpty();
    }

    @Test
    void ofAnEventAloneTheFieldIsNamedByItselfAndNothingIsSaidOfAddresses() {
        var answer = tell("{\"type\": \"motion\", \"time\": \"hôm qua\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("field").asText()).isEqualTo("time");
        assertThat(answer.text()).contains("2026-11-22T14:00:00+07:00").doesNotContain("[0]", "%2B");
        assertThat(tell("7").text()).contains("event").doesNotContain("[0]");
    }

    @Test
    void whatIsRefusedIsKeptAsItCameAndCanBeTakenAgain() {
        var wrong = "[{\"type\": \"motion\"}, {\"camera\": \"C-7\"}]";
        var answer = tell(wrong, "Content-Type", "application/json; charset=utf-8");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo("required");
        assertThat(answer.text()).contains("[1].type", "4711", "hub:dead-letter-replay");
        assertThat(letters.kept).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("POST /api/v1/events");
            assertThat(letter.mediaType()).isEqualTo("application/json");
            assertThat(letter.raw()).asString(StandardCharsets.UTF_8).isEqualTo(wrong);
            assertThat(letter.rule()).isEqualTo("required");
        });

        var again = new DeliveredAgain(HUB);
        var letter = letters.last("cong");
        assertThat(again.reads(letter)).isTrue();
        assertThatThrownBy(() -> again.replay(ROUTE, letter, wrong.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(HubException.class);
        assertThat(TOLD).isEmpty();
        var mended = "[{\"type\": \"motion\"}, {\"camera\": \"C-7\", \"type\": \"motion\"}]";
        assertThat(again.replay(ROUTE, letter, mended.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(TOLD).hasSize(2).allSatisfy(event -> assertThat(event.hubTime())
                .as("it was reported when it came")
                .isEqualTo(FakeHub.NOON.minusSeconds(60)));
        assertThat(NAMES).containsExactly("dead-letter:4711:0");
    }

    @Test
    void whatTheHubCannotTakeNowOrNobodyProvedIsNotKept() throws Exception {
        journalFails = new HubException(Reason.UNAVAILABLE, "events.full", new Text("đầy", "full"));
        assertThat(tell("{\"type\": \"motion\"}").status()).isEqualTo(503);
        assertThat(tell("<html>", "webhook-signature", "v1,xx").status()).isEqualTo(401);
        assertThat(api.call("POST", "/api/v1/events", new byte[] {'<'}, "Content-Type", "application/json")
                        .status())
                .isEqualTo(401);
        assertThat(tell("\"" + "x".repeat(1 << 20) + "\"").status()).isEqualTo(413);
        closed = true;
        assertThat(tell("<html>").status()).isEqualTo(503);
        assertThat(letters.kept).isEmpty();
    }

    @Test
    void whereNothingCanBeKeptTheSenderIsStillToldWhatIsWrong() {
        HUB.services.remove(DeadLetters.class);
        var answer = tell("<html>");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("json.malformed").doesNotContain("hub:dead-letter");
    }

    @Test
    void aClockIn1970OrIn2100IsTheSendersOwnAndTheHubsStandsBesideIt() {
        assertThat(tell("[{\"type\": \"motion\", \"time\": \"1970-01-01T00:00:07Z\"},"
                                + " {\"type\": \"motion\", \"time\": \"2100-12-31T23:59:59+07:00\"}]")
                        .status())
                .isEqualTo(202);
        assertThat(TOLD)
                .extracting(event -> event.deviceTime().orElseThrow())
                .containsExactly(Instant.ofEpochSecond(7), Instant.parse("2100-12-31T16:59:59Z"));
        assertThat(TOLD).extracting(CameraEvent::hubTime).containsOnly(FakeHub.NOON);
    }

    @Test
    void theAnswerComesWhenTheEventsAreDurableAndSaysWhenTheyAreNot() {
        journalFails = new HubException(Reason.UNAVAILABLE, "events.full", new Text("đầy", "full"));
        assertThat(tell("{\"type\": \"motion\"}").status()).isEqualTo(503);
    }

    @Test
    void aRouteThatIsStoppedLetsNothingIn() {
        closed = true;
        var answer = tell("{\"type\": \"motion\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("route.closed");
        assertThat(TOLD).isEmpty();
    }

    @Test
    void aKeySpeaksForItsOwnSourceAndReadsNothing() {
        assertThat(tellTo("?source=khu-do-thi", "{\"type\": \"motion\"}").status())
                .isEqualTo(202);
        assertThat(tellTo("?source=nguon-khac", "{\"type\": \"motion\"}").status())
                .isEqualTo(403);
        for (var path :
                List.of("events", "cameras", "sources", "imports", "keys", "changes", "areas", "openapi.json")) {
            assertThat(api.call("GET", "/api/v1/" + path, null, "Authorization", "Bearer " + KEY)
                            .status())
                    .as(path)
                    .isIn(path.equals("openapi.json") ? List.of(200) : List.of(403));
        }
    }

    @Test
    void aSignedDeliveryIsTakenOnceWhateverItsIdBringsAgain() throws Exception {
        var body = "{\"type\": \"motion\"}";
        var now = String.valueOf(FakeHub.NOON.getEpochSecond());
        assertThat(signed("msg_1", now, body, KEY).status()).isEqualTo(202);
        assertThat(asSigned).isTrue();
        var again = signed("msg_1", now, body, KEY);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("repeated").asBoolean()).isTrue();
        assertThat(TOLD).hasSize(1);

        closed = true;
        assertThat(signed("msg_2", now, body, KEY).status()).isEqualTo(503);
        closed = false;
        assertThat(signed("msg_2", now, body, KEY).json().path("repeated").asBoolean())
                .as("what was not taken may come again")
                .isFalse();
    }

    @Test
    void whatTheJournalDidNotTakeMayComeAgainByTheSameId() throws Exception {
        var body = "{\"type\": \"motion\"}";
        var now = String.valueOf(FakeHub.NOON.getEpochSecond());
        journalFails = new HubException(Reason.UNAVAILABLE, "events.full", new Text("đầy", "full"));
        assertThat(signed("msg_4", now, body, KEY).status()).isEqualTo(503);
        journalFails = null;
        var again = signed("msg_4", now, body, KEY);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("repeated").asBoolean()).isFalse();
        assertThat(again.json().path("kept").asInt()).isEqualTo(1);
        assertThat(NAMES)
                .as("another key's id is another")
                .singleElement()
                .asString()
                .contains(":", "msg_4");
    }

    @Test
    void whoTellsTooFastIsToldWhenToComeBack() {
        journalFails =
                new HubException.Later("events.rate", new Text("gửi quá nhanh", "too fast"), Duration.ofMillis(11_200));
        var answer = tell("{\"type\": \"motion\"}");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.rule()).isEqualTo("events.rate");
        assertThat(answer.header("Retry-After")).isEqualTo("12");
    }

    @Test
    void whereSignaturesAreDemandedNothingUnsignedIsTakenOrKept() throws Exception {
        demandsSignature = true;
        try {
            for (var body : List.of("{\"type\": \"motion\"}", "<html>")) {
                var refused = tell(body);
                assertThat(refused.status()).as(refused.text()).isEqualTo(401);
                assertThat(refused.rule()).isEqualTo("webhook.unsigned");
            }
            assertThat(TOLD).isEmpty();
            assertThat(letters.kept).isEmpty();
            var now = String.valueOf(FakeHub.NOON.getEpochSecond());
            assertThat(signed("msg_5", now, "{\"type\": \"motion\"}", KEY).status())
                    .isEqualTo(202);
        } finally {
            demandsSignature = false;
        }
    }

    @Test
    void aWrongOrOldSignatureIsRefused() throws Exception {
        var body = "{\"type\": \"motion\"}";
        var now = FakeHub.NOON.getEpochSecond();
        assertThat(signed("msg_3", String.valueOf(now), body, "another key").status())
                .isEqualTo(401);
        assertThat(signed("msg_3", String.valueOf(now - 301), body, KEY).status())
                .isEqualTo(401);
        assertThat(signed("msg_3", "yesterday", body, KEY).status()).isEqualTo(401);
        assertThat(tell(body, "webhook-signature", "v1,xx").status()).isEqualTo(401);
        assertThat(TOLD).isEmpty();
    }

    private static RunningApi.Answer signed(String id, String timestamp, String body, String key) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = Base64.getEncoder()
                .encodeToString(mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
        return tell(
                body, "webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", "v1,AAAA v1," + signature);
    }
}

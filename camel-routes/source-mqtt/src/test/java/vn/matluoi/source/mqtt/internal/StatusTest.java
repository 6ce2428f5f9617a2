package vn.matluoi.source.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.DeadLetters;

class StatusTest {

    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");
    private static final HubException AWAY =
            new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));

    private final Kept kept = new Kept();
    private Known known = Known.all();
    private Journal journal = new Journal(kept);
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final AtomicLong ticks = new AtomicLong();
    private final LongSupplier nanos = () -> ticks.addAndGet(2_000_000); // never so fast that anybody waits
    private final AtomicLong millis = new AtomicLong();

    /** A route as it is after a start of the hub. */
    private Keeping route(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "vms",
                "broker", "mqtt://10.0.0.7",
                "topic", "camera/#",
                "source", "vms-huyen",
                "area", "27694",
                "kind", "status",
                "camera", "topic:2",
                "time", "/time",
                "rate", "1000"));
        settings.putAll(more);
        InstantSource clock = () -> NOW.plusMillis(millis.get());
        var read = MqttSettings.of(settings::get, Path.of("keys"));
        var taker = new StatusTaker(
                read,
                kept,
                journal,
                () -> kept.events.size(),
                known.cameras(),
                Kept.sources(),
                (pause, work) -> later.add(work),
                clock,
                nanos);
        return new Keeping(read, taker, kept, nanos);
    }

    private static MqttMessage message(String topic, String text) {
        return new MqttMessage(topic, text.getBytes(StandardCharsets.UTF_8), Optional.empty(), true);
    }

    private static boolean taken(CompletionStage<?> taken) {
        var future = taken.toCompletableFuture();
        future.join();
        return true;
    }

    private List<String> said() {
        return kept.events.stream()
                .map(event -> event.channel().orElseThrow() + " " + event.phase())
                .toList();
    }

    @Test
    void aWordIsAnEventOfTheCameraThatTheTopicNames() {
        assertThat(taken(route(Map.of()).take(message("camera/NT-07/status", " Offline\n"))))
                .isTrue();

        assertThat(kept.events).singleElement().satisfies(event -> {
            assertThat(event.source()).isEqualTo(new SourceId("vms-huyen"));
            assertThat(event.channel()).contains(new ChannelId("NT-07"));
            assertThat(event.type()).isEqualTo(Type.VIDEO_LOST);
            assertThat(event.phase()).isEqualTo(Phase.ACTIVE);
            assertThat(event.deviceTime()).isEmpty();
            assertThat(event.hubTime()).isEqualTo(NOW);
            assertThat(event.topic()).isEqualTo("status");
            assertThat(event.payload()).isEqualTo(" Offline\n");
        });
    }

    @Test
    void jsonSaysOfEachCameraHowItIsAndSinceWhen() {
        var json = Map.of("camera", "/ma", "items", "/ds", "state", "/tt/hinh");
        var taken = route(json)
                .take(
                        message(
                                "camera",
                                """
                        {"ds": [{"ma": "1", "tt": {"hinh": false}, "time": "2026-11-29T09:59:58"},
                         {"ma": "2", "tt": {"hinh": 1}}]}"""));

        assertThat(taken(taken)).isTrue();
        assertThat(said()).containsExactly("1 ACTIVE", "2 INACTIVE");
        assertThat(kept.events)
                .extracting(CameraEvent::deviceTime)
                .containsExactly(Optional.of(NOW.minusSeconds(2)), Optional.empty());
        assertThat(kept.events.get(1).payload()).isEqualTo("{\"ma\":\"2\",\"tt\":{\"hinh\":1}}");
    }

    @Test
    void manyWordsAreKnownAndAnAgencysOwnAreTaught() {
        var route = route(Map.of("states", "mất kết nối = OFFLINE; có hình = online; 2 = OFFLINE; 0 = ONLINE"));
        var decomposed = Normalizer.normalize("Mất Kết Nối", Normalizer.Form.NFD);
        var words = List.of("online", "OFF", "up", "down", "True", "false", "1", "2", "Có hình", decomposed, "0");
        words.forEach(word -> taken(route.take(message("camera/1/status", word))));

        assertThat(kept.letters).isEmpty();
        assertThat(kept.events)
                .extracting(CameraEvent::phase)
                .containsExactlyElementsOf(IntStream.range(0, words.size())
                        .mapToObj(n -> n % 2 == 0 ? Phase.INACTIVE : Phase.ACTIVE)
                        .toList());
    }

    @Test
    void aWordNobodyKnowsIsKeptAndNeverGuessed() {
        var route = route(Map.of());
        for (var word : List.of("chập chờn", "{\"state\": \"online\"}", "  ", "x".repeat(5000))) {
            assertThat(taken(route.take(message("camera/1/status", word)))).isTrue();
        }
        assertThat(taken(route.take(message("camera", "online")))).isTrue();

        assertThat(kept.events).isEmpty();
        assertThat(kept.letters)
                .extracting(DeadLetters.Letter::rule)
                .containsExactly("mqtt.state", "mqtt.state", "mqtt.no-state", "mqtt.state", "mqtt.no-camera");
        var why = kept.letters.get(0).why();
        assertThat(why.vi()).contains("camera/1/status", "“chập chờn”", "states");
        assertThat(why.en()).contains("camera/1/status", "“chập chờn”", "states");
        assertThat(kept.letters.get(3).why().en()).hasSizeLessThan(300);
        assertThat(route.problem()).isPresent();
    }

    @Test
    void aListOfWhichOneStateIsUnknownIsTakenNotAtAll() {
        var route = route(Map.of("camera", "/ma", "state", "/tt"));
        taken(route.take(
                message("camera", "[{\"ma\": \"1\", \"tt\": \"online\"}, {\"ma\": \"2\", \"tt\": \"bảo trì\"}]")));
        taken(route.take(message("camera", "[{\"ma\": \"1\", \"tt\": \"online\"}, {\"ma\": \"2\"}]")));
        taken(route.take(message("camera", "[{\"ma\": \"1\", \"tt\": \"online\"}, {\"tt\": null}]")));
        taken(route.take(message("camera", "{\"ma\": \"%s\", \"tt\": \"online\"}".formatted("m".repeat(65)))));
        taken(route.take(message("camera", "online")));

        assertThat(kept.events).isEmpty();
        assertThat(kept.letters)
                .extracting(DeadLetters.Letter::rule)
                .containsExactly("mqtt.state", "mqtt.no-state", "mqtt.no-camera", "mqtt.no-camera", "mqtt.no-json");
    }

    @Test
    void whatABrokerRepeatsIsNotWrittenAgain() {
        var route = route(Map.of());
        for (var word : List.of("online", "online", "1", "offline", "offline", "online")) {
            assertThat(taken(route.take(message("camera/1/status", word)))).isTrue();
        }
        taken(route.take(message("camera/2/status", "online")));

        assertThat(said()).containsExactly("1 INACTIVE", "1 ACTIVE", "1 INACTIVE", "2 INACTIVE");
    }

    /** As a program does by SOAP. */
    private void anotherSays(String camera, Phase phase, long laterMillis) {
        var told = new CameraEvent(
                new SourceId("vms-huyen"),
                Optional.of(new ChannelId(camera)),
                Type.VIDEO_LOST,
                phase,
                Optional.empty(),
                NOW.plusMillis(millis.addAndGet(laterMillis)),
                CameraEvent.STATUS,
                "");
        kept.publish(told, false).toCompletableFuture().join();
    }

    @Test
    void whatAnotherSaidMeanwhileMakesARepeatNews() {
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        taken(route.take(message("camera/2", "offline")));
        anotherSays("1", Phase.INACTIVE, 1);
        anotherSays("3", Phase.ACTIVE, 0);
        for (var camera : List.of("1", "2", "3")) {
            taken(route.take(message("camera/" + camera, "offline")));
            taken(route.take(message("camera/" + camera, "offline")));
        }
        assertThat(said()).containsExactly("1 ACTIVE", "2 ACTIVE", "1 INACTIVE", "3 ACTIVE", "1 ACTIVE");
    }

    @Test
    void whatAnotherSaidIsReadOnceAndNotWhereNothingIsNew() {
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        anotherSays("2", Phase.ACTIVE, 1);
        for (var n = 0; n < 100; n++) {
            taken(route.take(message("camera/1", "offline")));
        }
        assertThat(journal.readOn).isEqualTo(1);
    }

    @Test
    void whatAnotherSaidBeforeIsNotWhatWasSaidLast() {
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        anotherSays("1", Phase.INACTIVE, -1); // was told before, and written after
        taken(route.take(message("camera/1", "offline")));
        assertThat(said()).containsExactly("1 ACTIVE", "1 INACTIVE");
    }

    @Test
    void whatAnotherSaidMeanwhileIsNotContradictedWhenTheCameraIsThere() {
        notAllAreKnown("1");
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        anotherSays("1", Phase.INACTIVE, 1);
        known.add("1");
        look();
        assertThat(said()).containsExactly("1 ACTIVE", "1 INACTIVE");
        assertThat(later).isEmpty();
    }

    @Test
    void aLetterIsOutdatedByWhatAnotherSaid() throws Exception {
        var route = route(Map.of());
        taken(route.take(message("camera/1", "online")));
        anotherSays("2", Phase.ACTIVE, 2);
        assertThat(again(route, message("camera/2", "online"), NOW.plusMillis(1))
                        .orElseThrow()
                        .en())
                .contains("1 of 1 states are outdated");
    }

    private void notAllAreKnown(String... unknown) {
        known = Known.allBut(unknown);
        journal = new Journal(kept, known);
    }

    /** Five seconds later. */
    private void look() {
        millis.addAndGet(LastStates.LOOK.toMillis());
        later.remove().run();
    }

    @Test
    void aStateIsToldAgainOnceItsCameraIsThereAndNotAThirdTime() {
        notAllAreKnown("1");
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        taken(route.take(message("camera/2", "offline")));
        look();
        taken(route.take(message("camera/1", "offline")));
        assertThat(said()).as("nobody knows it yet").containsExactly("1 ACTIVE", "2 ACTIVE");

        known.add("1");
        look();
        assertThat(said()).containsExactly("1 ACTIVE", "2 ACTIVE", "1 ACTIVE");
        assertThat(kept.events.get(2).hubTime()).isEqualTo(NOW.plusSeconds(10));
        assertThat(kept.events.get(2).payload()).isEqualTo("offline");
        assertThat(later).as("nobody waits any more").isEmpty();
        taken(route.take(message("camera/1", "offline")));
        assertThat(kept.events).hasSize(3);
    }

    @Test
    void whatChangedMeanwhileIsWhatIsToldAgain() {
        notAllAreKnown("1");
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        taken(route.take(message("camera/1", "online")));
        known.add("1");
        look();
        assertThat(said()).containsExactly("1 ACTIVE", "1 INACTIVE", "1 INACTIVE");
    }

    @Test
    void afterAWhileItIsToldAgainWhenTheBrokerRepeatsIt() {
        notAllAreKnown("1");
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        millis.addAndGet(LastStates.LOOKS_FOR.toMillis());
        look();
        assertThat(later).isEmpty();
        known.add("1");
        assertThat(kept.events).hasSize(1);
        taken(route.take(message("camera/1", "offline")));
        taken(route.take(message("camera/1", "offline")));
        assertThat(kept.events).hasSize(2);
    }

    @Test
    void whatHadNoCameraBeforeTheHubStartedIsToldAgainToo() {
        notAllAreKnown("1");
        taken(route(Map.of()).take(message("camera/1", "offline")));
        known.add("1");
        taken(route(Map.of()).take(message("camera/1", "offline")));
        assertThat(said()).containsExactly("1 ACTIVE", "1 ACTIVE");
    }

    @Test
    void aRouteThatAnotherReplacedTellsNothingAgain() {
        notAllAreKnown("1");
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        route.end();
        known.add("1");
        look();
        assertThat(kept.events).hasSize(1);
        assertThat(later).isEmpty();
    }

    @Test
    void whileTheCatalogueDoesNotAnswerNothingIsConfirmedAndTheOthersGoOnWaiting() {
        notAllAreKnown("1");
        var route = route(Map.of());
        taken(route.take(message("camera/1", "offline")));
        known.away = AWAY;
        assertThatThrownBy(() -> route.take(message("camera/2", "offline"))).isSameAs(AWAY);
        look();
        known.away = null;
        known.add("1");
        look();
        assertThat(said()).containsExactly("1 ACTIVE", "1 ACTIVE");
    }

    @Test
    void whatWasSaidBeforeTheHubStartedIsNotWrittenAgainEither() {
        var before = route(Map.of());
        for (var n = 0; n < 2500; n++) {
            millis.incrementAndGet();
            taken(before.take(message("camera/" + n % 1500, n < 1500 ? "online" : "offline")));
        }
        assertThat(kept.events).hasSize(2500);

        var after = route(Map.of());
        for (var n = 0; n < 1500; n++) {
            taken(after.take(message("camera/" + n, n < 1000 ? "offline" : "online")));
        }
        assertThat(kept.events).hasSize(2500);
        var asked = journal.asked;
        taken(after.take(message("camera/0", "online")));
        assertThat(said()).hasSize(2501).last().isEqualTo("0 INACTIVE");
        assertThat(journal.asked).isEqualTo(asked);
    }

    @Test
    void ofMoreThanAPageInOneMillisecondTheOldestAreWrittenOnceMore() {
        var before = route(Map.of());
        IntStream.range(0, 1500).forEach(n -> taken(before.take(message("camera/" + n, "online"))));
        var after = route(Map.of());
        IntStream.range(0, 1500).forEach(n -> taken(after.take(message("camera/" + n, "online"))));
        assertThat(kept.events).hasSize(2000);
        assertThat(journal.asked).isLessThan(10);
    }

    @Test
    void whatWasSaidTooLongAgoIsWrittenOnceMore() {
        taken(route(Map.of()).take(message("camera/1", "online")));
        millis.addAndGet(LastStates.LOOKS_BACK.plusMillis(1).toMillis());
        var route = route(Map.of());
        taken(route.take(message("camera/1", "online")));
        taken(route.take(message("camera/1", "online")));
        assertThat(kept.events).hasSize(2);
    }

    @Test
    void otherLossesOfVideoInTheJournalAreNoStatus() {
        var lost = new CameraEvent(
                new SourceId("vms-huyen"),
                Optional.of(new ChannelId("1")),
                Type.VIDEO_LOST,
                Phase.ACTIVE,
                Optional.empty(),
                NOW,
                "mất hình",
                "");
        kept.events.add(lost);
        taken(route(Map.of()).take(message("camera/1", "offline")));
        assertThat(kept.events).hasSize(2);
    }

    @Test
    void aRepeatIsConfirmedWhenTheFirstIsKeptAndNotBefore() {
        kept.away = AWAY;
        var route = route(Map.of());
        assertThat(route.take(message("camera/1/status", "online")).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(route.take(message("camera/1/status", "online")).toCompletableFuture())
                .isCompletedExceptionally();
        kept.away = null;
        assertThat(taken(route.take(message("camera/1/status", "online")))).isTrue();
        assertThat(said()).containsExactly("1 INACTIVE");
    }

    @Test
    void whileTheJournalCannotBeReadNothingIsConfirmed() {
        taken(route(Map.of()).take(message("camera/1/status", "online")));
        journal.away = AWAY;
        var route = route(Map.of());
        assertThatThrownBy(() -> route.take(message("camera/1/status", "online")))
                .isSameAs(AWAY);
        journal.away = null;
        taken(route.take(message("camera/1/status", "online")));
        assertThat(kept.events).hasSize(1);
        assertThat(kept.letters).isEmpty();
    }

    @Test
    void aLetterThatIsHandedInLaterDoesNotSayHowACameraIsToday() throws Exception {
        var route = route(Map.of("states", "mất kết nối = OFFLINE; có hình = ONLINE"));
        var first = message("camera/1/status", "mất kết nối");
        var second = message("camera/1/status", "có hình");

        assertThat(again(route, second, NOW.minusSeconds(10))).isEmpty();
        assertThat(kept.events.get(0).hubTime()).isEqualTo(NOW.minusSeconds(10));
        assertThat(again(route, first, NOW.minusSeconds(20)).orElseThrow().en()).contains("1 of 1 states are outdated");
        assertThat(said()).containsExactly("1 INACTIVE");

        taken(route.take(second)); // a repeat: now
        assertThat(again(route, first, NOW.minusSeconds(5))).isPresent();
        assertThat(again(route(Map.of()), message("camera/1/status", "offline"), NOW.minusSeconds(15)))
                .isPresent(); // also after a start of the hub
        assertThat(said()).containsExactly("1 INACTIVE");
        assertThat(again(route, first, NOW.plusSeconds(1))).isEmpty();
        assertThat(said()).containsExactly("1 INACTIVE", "1 ACTIVE");
    }

    private static Optional<Text> again(Keeping route, MqttMessage message, Instant came) throws Exception {
        return route.again(message, came).toCompletableFuture().get();
    }

    @Test
    void aMessageThatClearsWhatTheBrokerKeptSaysNothing() {
        assertThat(taken(route(Map.of()).take(message("camera/1/status", "")))).isTrue();
        assertThat(kept.events).isEmpty();
        assertThat(kept.letters).isEmpty();
    }
}

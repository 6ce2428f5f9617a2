package vn.matluoi.source.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.DeadLetters;

class TakerTest {

    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");
    private static final HubException AWAY =
            new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));

    private final Kept kept = new Kept();
    private final AtomicLong nanos = new AtomicLong();
    private final Held later = new Held();

    private static MqttSettings settings(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of(
                "routeName",
                "vms",
                "broker",
                "mqtt://10.0.0.7",
                "topic",
                "camera/#",
                "source",
                "vms-huyen",
                "area",
                "27694",
                "camera",
                "/camera",
                "type",
                "/type",
                "time",
                "/time",
                "rate",
                "1000"));
        settings.putAll(more);
        return MqttSettings.of(settings::get, Path.of("keys"));
    }

    private Keeping events(Map<String, String> more) {
        var settings = settings(more);
        return new Keeping(
                settings,
                new EventTaker(settings, kept, Kept.sources(), InstantSource.fixed(NOW), nanos::get),
                kept,
                nanos::get);
    }

    private Keeping cameras(Map<String, String> more) {
        var settings = settings(more);
        return new Keeping(
                settings, new CameraTaker(settings, kept, Kept.sources(), later, nanos::get), kept, nanos::get);
    }

    private static MqttMessage message(String topic, String text) {
        return new MqttMessage(topic, text.getBytes(StandardCharsets.UTF_8), Optional.empty(), false);
    }

    private static boolean done(CompletionStage<?> taken) {
        var future = taken.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally();
    }

    @Test
    void aMessageIsAnEventInTheHubsWordsWithTheAgencysBeside() {
        var text =
                """
                {"camera": "NT-07", "type": "Che Camera", "time": "2026-11-29T09:59:58+07:00", "state": "bắt đầu"}""";
        var taken = events(Map.of("types", "che camera = TAMPER", "phase", "/state", "phases", "bắt đầu = ACTIVE"))
                .take(message("camera/NT-07/events", text));

        assertThat(done(taken)).isTrue();
        assertThat(kept.events).singleElement().satisfies(event -> {
            assertThat(event.source().value()).isEqualTo("vms-huyen");
            assertThat(event.channel()).contains(new ChannelId("NT-07"));
            assertThat(event.type()).isEqualTo(Type.TAMPER);
            assertThat(event.phase()).isEqualTo(Phase.ACTIVE);
            assertThat(event.deviceTime()).contains(NOW.minusSeconds(2));
            assertThat(event.hubTime()).isEqualTo(NOW);
            assertThat(event.topic()).isEqualTo("Che Camera");
            assertThat(event.payload()).isEqualTo(text);
        });
    }

    @Test
    void aWordNobodyKnowsIsKeptAsItIs() {
        events(Map.of("camera", "topic:2")).take(message("camera/7/x", "{\"type\": \"khói\", \"time\": 1}"));
        events(Map.of("camera", "topic:9", "type", "/loai")).take(message("camera/7", "{}"));

        assertThat(kept.events).extracting(CameraEvent::type).containsOnly(Type.OTHER);
        assertThat(kept.events).extracting(CameraEvent::topic).containsExactly("khói", "camera/7");
        assertThat(kept.events)
                .extracting(CameraEvent::channel)
                .containsExactly(Optional.of(new ChannelId("7")), Optional.empty());
        assertThat(kept.events).extracting(CameraEvent::deviceTime).containsOnly(Optional.empty());
    }

    @Test
    void aClockThatStandsIn1970IsToldBesideTheHubsOwn() {
        var taker = events(Map.of());
        taker.take(message("camera", "{\"time\": \"1970-01-01T00:05:00\"}")); // here that was before the epoch
        taker.take(message("camera", "{\"time\": \"1970-01-01T00:05:00Z\"}"));
        taker.take(message("camera", "{\"time\": 300}")); // since it was switched on
        await().until(() -> kept.events.size() == 3);

        assertThat(kept.events)
                .extracting(CameraEvent::deviceTime)
                .containsExactly(Optional.empty(), Optional.of(Instant.EPOCH.plusSeconds(300)), Optional.empty());
        assertThat(kept.events).extracting(CameraEvent::hubTime).containsOnly(NOW);
    }

    @Test
    void aListTellsSeveralEvents() {
        events(Map.of("items", "/data"))
                .take(
                        message(
                                "camera",
                                """
                        {"data": [{"camera": "1", "type": "motion"}, {"camera": "2", "type": "VIDEO-LOST", "n": 1.50}]}"""));
        assertThat(kept.events).extracting(CameraEvent::type).containsExactly(Type.MOTION, Type.VIDEO_LOST);
        assertThat(kept.events.get(1).payload()).isEqualTo("{\"camera\":\"2\",\"type\":\"VIDEO-LOST\",\"n\":1.50}");
    }

    @Test
    void whatCannotBeReadIsKeptRawAndSaid() {
        var taker = events(Map.of());
        var nonsense = List.of("<html>", "", "[1]", "[]", "{\"a\":1,\"a\":2}", "{} {}", "[".repeat(5000), "\u0001");
        nonsense.forEach(text -> await().until(taken(taker, "camera/1", text)));

        assertThat(kept.events).isEmpty();
        assertThat(kept.letters)
                .extracting(letter -> new String(letter.raw(), StandardCharsets.UTF_8))
                .containsExactlyElementsOf(nonsense);
        assertThat(kept.letters).extracting(DeadLetters.Letter::name).containsOnly("camera/1");
        assertThat(taker.problem().orElseThrow().en())
                .contains("camera/1", "could not be read since the route began: 8");
        nanos.addAndGet(Duration.ofMinutes(16).toNanos());
        assertThat(taker.problem()).isEmpty();
    }

    @Test
    void aFloodOfNonsensePushesNothingOut() {
        var taker = events(Map.of());
        for (var n = 0; n < 500; n++) {
            taker.take(message("camera", "nonsense " + n));
        }
        assertThat(kept.letters).hasSize(Nonsense.MOST_KEPT);
        assertThat(taker.problem().orElseThrow().en()).contains("could not be read since the route began: 500");
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        taker.take(message("camera", "later"));
        assertThat(kept.letters).hasSize(Nonsense.MOST_KEPT + 1);
    }

    @Test
    void whatTheJournalCannotKeepIsNotConfirmed() {
        kept.away = AWAY;
        var taken = events(Map.of()).take(message("camera", "{}")).toCompletableFuture();
        assertThat(taken).isCompletedExceptionally();
    }

    @Test
    void ofAMessageForWhichThereIsNoRoomNothingIsKept() {
        kept.room = 1;
        var taker = events(Map.of());
        var two = message("camera", "[{\"camera\": \"1\"}, {\"camera\": \"2\"}]");
        assertThat(taker.take(two).toCompletableFuture()).isCompletedExceptionally();
        assertThat(kept.events).isEmpty();

        kept.room = 10;
        var again = taker.take(two);
        await().until(() -> done(again));
        assertThat(kept.events).hasSize(2);
    }

    private static String minute() {
        return "[" + String.join(",", Collections.nCopies(60, "{}")) + "]";
    }

    @Test
    void thereAreOnlySoManyASecond() {
        var taker = events(Map.of("rate", "1"));
        assertThat(done(taker.take(message("camera", minute())))).isTrue();
        var next = taker.take(message("camera", "{}"));
        assertThat(next.toCompletableFuture()).isNotDone(); // it waits, and what follows at the broker
        assertThat(kept.events).hasSize(60);
    }

    @Test
    void afterAPauseOneIsTakenAtOnce() {
        var taker = events(Map.of("rate", "1"));
        taker.take(message("camera", minute()));
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(done(taker.take(message("camera", "{}")))).isTrue();
        assertThat(kept.events).hasSize(61);
    }

    @Test
    void whatTheJournalWantsLaterWaitsAndNothingOvertakesIt() {
        kept.tooFast.set(1);
        var taker = events(Map.of());
        var first = taker.take(message("camera", "[{\"camera\": \"1\"}, {\"camera\": \"2\"}]"));
        var second = taker.take(message("camera", "{\"camera\": \"3\"}"));
        assertThat(kept.events).isEmpty();
        await().until(() -> done(first) && done(second));
        assertThat(kept.events)
                .extracting(event -> event.channel().orElseThrow().value())
                .containsExactly("1", "2", "3");
    }

    @Test
    void whatTheBrokerBringsAgainGivesUpItsTurn() {
        kept.tooFast.set(1);
        var taker = events(Map.of());
        var cut = new AtomicBoolean();
        var first = taker.take(message("camera", "{\"camera\": \"1\"}"));
        var second = taker.take(message("camera", "{\"camera\": \"2\"}"), cut::get);
        var third = taker.take(message("camera", "{\"camera\": \"3\"}"));
        cut.set(true);
        await().until(() -> done(first) && done(second) && done(third));
        assertThat(kept.events)
                .extracting(event -> event.channel().orElseThrow().value())
                .containsExactly("1", "3");
    }

    @Test
    void soDoCamerasThatTheBrokerBringsAgain() {
        var taker = cameras(Map.of("rate", "1"));
        taker.take(message("camera/1", "{}"));
        taker.take(message("camera/2", minute()), () -> true);
        var last = taker.take(message("camera/3", "{}"));
        later.run();
        await().until(() -> done(last)); // after a second, not after a minute and more
    }

    @Test
    void aBrokerThatBreaksOffAgainAndAgainFillsNoMemory() {
        var taker = events(Map.of("rate", "1"));
        taker.take(message("camera", minute()));
        for (var n = 0; n < EventTaker.MOST_WAITING; n++) {
            taker.take(message("camera", "{}"));
        }
        assertThatThrownBy(() -> taker.take(message("camera", "{}")))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(HubException.Reason.BUSY));
    }

    @Test
    void camerasThatComeTogetherAreTakenInTogether() {
        var taker = cameras(Map.of("camera", "/ma", "columns", "Vĩ độ = /geo/lat"));
        var first = taker.take(message("cam/1", "{\"ma\": \"1\", \"ten\": \"Cổng\", \"geo\": {\"lat\": 11.30}}"));
        var second = taker.take(message("cam/all", "[{\"ma\": \"2\", \"serial\": null}, {\"ma\": \"3\"}]"));
        var again = taker.take(message("cam/1", "{\"ma\": \"1\", \"ten\": \"Cổng sau\"}"));

        later.run();
        await().until(() -> done(first) && done(second) && done(again));
        assertThat(kept.imports).hasSize(2);
        assertThat(kept.imports.get(0))
                .extracting(Object::toString)
                .containsExactly("{Vĩ độ=11.30, ma=1, ten=Cổng}", "{ma=2, serial=null}", "{ma=3}");
        assertThat(kept.imports.get(1)).extracting(Object::toString).containsExactly("{ma=1, ten=Cổng sau}");
        assertThat(kept.orders).allSatisfy(order -> assertThat(order.complete()).isFalse());
    }

    @Test
    void whatATopicRepeatsIsNotTakenInAgainUnlessItWasReturned() {
        var taker = cameras(Map.of());
        kept.rejected = 1;
        var returned = taken(taker, "cam/1", "{\"camera\": \"1\"}");
        later.run();
        await().until(returned);
        assertThat(taker.problem().orElseThrow().en()).contains("1 of 1 cameras were returned");
        kept.rejected = 0;
        var mended = taken(taker, "cam/1", "{\"camera\": \"1\"}");
        later.run();
        await().until(mended);
        await().until(taken(taker, "cam/1", "{\"camera\": \"1\"}"));
        assertThat(kept.imports).hasSize(2);
        assertThat(taker.problem()).isEmpty();
    }

    private static Callable<Boolean> taken(Keeping taker, String topic, String text) {
        var taken = taker.take(message(topic, text));
        return () -> done(taken);
    }

    @Test
    void whatIsNoCameraIsKeptAsItCame() {
        var taker = cameras(Map.of());
        await().until(taken(taker, "cam/1", "offline"));
        assertThat(kept.letters).singleElement().satisfies(letter -> {
            assertThat(letter.rule()).isEqualTo("mqtt.no-json");
            assertThat(letter.raw()).asString(StandardCharsets.UTF_8).isEqualTo("offline");
        });
        assertThat(taker.problem()).isPresent();
    }

    @Test
    void whatCannotBeKeptEvenAsALetterIsNotConfirmed() {
        kept.away = AWAY;
        assertThatThrownBy(() -> events(Map.of()).take(message("camera", "x"))).isSameAs(AWAY);
    }

    @Test
    void whatTheCatalogueCannotTakeNowIsNotConfirmed() {
        var taker = cameras(Map.of());
        kept.away = AWAY;
        var first = taker.take(message("cam/1", "{\"camera\": \"1\"}")).toCompletableFuture();
        later.run();
        assertThat(first).isCompletedExceptionally();
        kept.away = null;
        var again = taken(taker, "cam/1", "{\"camera\": \"1\"}");
        later.run();
        await().until(again);
    }

    @Test
    void oneMessageThatTheDatabaseRefusesHoldsNoOtherUp() {
        var taker = cameras(Map.of());
        kept.poison = "bad";
        var first = taker.take(message("cam/1", "{\"camera\": \"1\"}"));
        var bad = taker.take(message("cam/2", "{\"camera\": \"2\", \"x\": \"bad\"}"));
        var last = taker.take(message("cam/3", "{\"camera\": \"3\"}"));
        later.run();
        await().until(() -> done(first) && done(bad) && done(last));
        assertThat(kept.imports).hasSize(2);
        assertThat(kept.letters).singleElement().satisfies(letter -> {
            assertThat(letter.rule()).isEqualTo("mqtt.fault");
            assertThat(letter.name()).isEqualTo("cam/2");
        });
    }

    @Test
    void aMessageOverWhichTheHubStumblesDoesNotComeRoundForEver() {
        var stumbles = new Keeping(
                settings(Map.of()),
                (message, comesAgain) -> {
                    throw new ArithmeticException("a fault of the hub");
                },
                kept,
                nanos::get);
        assertThat(done(stumbles.take(message("camera", "{}")))).isTrue();
        assertThat(kept.letters).singleElement().satisfies(letter -> assertThat(letter.rule())
                .isEqualTo("mqtt.fault"));
    }
}

package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.DeadLetters.Letter;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class LettersTest {

    private static final Map<String, Object> TICKING = Map.of(RouteCheck.TEMPLATE, "ticking");
    private static final Caller ADMIN = Caller.system();

    @Parameter
    Engine engine;

    private final RecordingAudit audit = new RecordingAudit();
    private final HubCamelContext context = new HubCamelContext(new DefaultCamelContext());
    private DataSource database;
    private Instant now = Instant.parse("2026-11-29T03:00:00Z");
    private KeptLetters letters;
    private ConfiguredRoutes routes;
    private LetterDesk desk;

    @BeforeEach
    void start() {
        database = engine.migrated("db/routes.sql");
        restart(new LetterKeeping(Duration.ofDays(30), 1 << 20, 5));
        routes = new ConfiguredRoutes(context, new RouteStore(database), audit, Runnable::run, () -> false);
        routes.addCheck(settings -> List.of(), TICKING);
        routes.addTemplate(TestTemplates.ticking(), TICKING);
        routes.add(ADMIN, "tick", "ticking", Map.of("pace.ms", "60000"));
        desk = new LetterDesk(letters, routes, audit);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void restart(LetterKeeping keeping) {
        letters = new KeptLetters(new LetterStore(database), keeping, () -> now);
    }

    @Test
    void whatWasBroughtIsKeptAsItCameWithTheReason() {
        var id = letters.keep("tick", letter("{\"a\": 1}", "json.list"));
        assertThat(desk.list("tick", 10, Optional.empty()).items())
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.id()).isEqualTo(id);
                    assertThat(kept.name()).isEqualTo("danh sách.json");
                    assertThat(kept.size()).isEqualTo(8);
                    assertThat(kept.whole()).isTrue();
                    assertThat(kept.rule()).isEqualTo("json.list");
                    assertThat(kept.why()).isEqualTo(new Text("không phải danh sách", "is no list"));
                    assertThat(kept.firstAt()).isEqualTo(now);
                    assertThat(kept.times()).isOne();
                });
        assertThat(desk.raw(ADMIN, "tick", id)).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\": 1}");
        assertThat(audit.actions()).endsWith("route.letter-read DONE");
        assertThat(desk.find("another", id)).isEmpty();
    }

    @Test
    void theSameAgainIsCountedAndNotKeptTwice() {
        var first = letters.keep("tick", letter("x", "json"));
        now = now.plusSeconds(60);
        assertThat(letters.keep("tick", letter("x", "json"))).isEqualTo(first);
        assertThat(letters.keep("tick", letter("x", "other"))).isNotEqualTo(first);
        assertThat(desk.find("tick", first)).hasValueSatisfying(kept -> {
            assertThat(kept.times()).isEqualTo(2);
            assertThat(kept.lastAt()).isEqualTo(now);
        });
    }

    @Test
    void theOldestOfTheSameRouteGiveWayAndThatIsCounted() {
        letters.keep("other", letter("x", "json"));
        for (var n = 1; n <= 8; n++) {
            letters.keep("tick", letter("letter " + n, "json"));
        }
        var kept = desk.list("tick", 10, Optional.empty());
        assertThat(kept.total()).isEqualTo(5);
        assertThat(desk.raw(ADMIN, "tick", kept.items().get(4).id())).asString().isEqualTo("letter 4");
        assertThat(desk.counts().get("tick").overrun()).isEqualTo(3);
        assertThat(desk.counts().get("other").letters()).isOne();
    }

    @Test
    void bytesAreBounded() {
        var random = new Random(5);
        for (var n = 1; n <= 5; n++) {
            var raw = new byte[300 << 10]; // of what does not shrink
            random.nextBytes(raw);
            letters.keep("tick", new Letter("a", "application/octet-stream", raw, "garbled", Text.same("x")));
        }
        assertThat(desk.counts().get("tick").letters()).isEqualTo(3);
        assertThat(desk.counts().get("tick").bytes()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void lettersGoWhenTheirDaysAreOver() {
        letters.keep("tick", letter("old", "json"));
        now = now.plus(Duration.ofDays(31));
        assertThat(desk.list("tick", 10, Optional.empty()).items()).isEmpty();
    }

    @Test
    void numbersAreNeverGivenTwiceRestartsIncluded() {
        var first = letters.keep("tick", letter("1", "json"));
        now = now.minus(Duration.ofDays(1)); // a clock that is set back
        restart(new LetterKeeping(Duration.ofDays(30), 1 << 20, 5));
        assertThat(letters.keep("tick", letter("2", "json"))).isGreaterThan(first);
    }

    @Test
    void ofWhatIsTooLargeTheBeginningIsKeptAndItIsNotHandedInAgain() {
        var id = letters.keep(
                "tick", new Letter("a", "text/csv", new byte[DeadLetters.MOST_BYTES + 1], "too-large", Text.same("x")));
        assertThat(desk.raw(ADMIN, "tick", id)).hasSize(64 << 10);
        desk.addReplay((route, letter, raw) -> Optional.empty(), TICKING);
        refused(Reason.UNSUPPORTED, id);
    }

    @Test
    void wordsOfOthersFitTheirColumns() {
        letters.keep(
                "tick",
                new Letter(
                        "tệp\u0000\u202e\n" + "𠀀".repeat(300),
                        "x",
                        new byte[1],
                        "r".repeat(99),
                        Text.same("x".repeat(9_999))));
        assertThat(desk.list("tick", 1, Optional.empty()).items())
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.name()).startsWith("tệp 𠀀").endsWith("…").hasSizeLessThanOrEqualTo(200);
                    assertThat(kept.why().vi()).hasSize(2_000);
                });
    }

    @Test
    void aLetterIsHandedInThroughItsRouteAndForgotten() {
        var taken = new ArrayList<String>();
        desk.addReplay(
                (route, letter, raw) -> {
                    taken.add(route + letter.delivery() + new String(raw));
                    return Optional.of(Text.same("no longer complete"));
                },
                TICKING);
        var id = letters.keep("tick", letter("x", "json"));
        assertThat(desk.replay(ADMIN, "tick", id)).contains(Text.same("no longer complete"));
        assertThat(taken).containsExactly("tickdead-letter:" + id + ":0x");
        assertThat(desk.find("tick", id)).isEmpty();
        assertThat(audit.actions()).endsWith("route.letter-replay DONE");
    }

    @Test
    void aLetterThatStillCannotBeTakenStaysWithTheNewReasonAndIsAnotherDeliveryNextTime() {
        var deliveries = new ArrayList<String>();
        desk.addReplay(
                (route, letter, raw) -> {
                    deliveries.add(letter.delivery());
                    throw new HubException(
                            deliveries.size() == 1 ? Reason.UNAVAILABLE : Reason.INVALID, "still", Text.same("still"));
                },
                TICKING);
        var id = letters.keep("tick", letter("x", "json"));
        refused(Reason.UNAVAILABLE, id);
        assertThat(desk.find("tick", id)).map(DeadLetter::rule).contains("json");
        refused(Reason.INVALID, id);
        refused(Reason.INVALID, id);
        assertThat(desk.find("tick", id)).hasValueSatisfying(kept -> {
            assertThat(kept.rule()).isEqualTo("still");
            assertThat(kept.replays()).isEqualTo(2);
        });
        assertThat(deliveries)
                .containsExactly("dead-letter:" + id + ":0", "dead-letter:" + id + ":0", "dead-letter:" + id + ":1");
        assertThat(audit.actions()).endsWith("route.letter-replay FAILED");
    }

    @Test
    void aStoppedRouteTakesNoLetters() {
        desk.addReplay((route, letter, raw) -> Optional.empty(), TICKING);
        var id = letters.keep("tick", letter("x", "json"));
        routes.stop(ADMIN, "tick");
        refused(Reason.CONFLICT, id);
        routes.start(ADMIN, "tick");
        desk.replay(ADMIN, "tick", id);
    }

    @Test
    void aTemplateThatTakesNoLettersSaysSo() {
        refused(Reason.UNSUPPORTED, letters.keep("tick", letter("x", "json")));
    }

    @Test
    void aLetterIsDroppedAndThatIsRecorded() {
        var id = letters.keep("tick", letter("x", "json"));
        desk.drop(ADMIN, "tick", id);
        assertThat(audit.actions()).endsWith("route.letter-drop DONE");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> desk.drop(ADMIN, "tick", id))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void pagesFollowOneAnother() {
        for (var n = 1; n <= 5; n++) {
            letters.keep("tick", letter("letter " + n, "json"));
        }
        var first = desk.list("tick", 3, Optional.empty());
        var second = desk.list("tick", 3, first.next());
        assertThat(first.items()).hasSize(3);
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(second.next()).isEmpty();
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> desk.list("tick", 3, Optional.of("x")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID));
    }

    private void refused(Reason reason, long id) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> desk.replay(ADMIN, "tick", id))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static Letter letter(String raw, String rule) {
        return new Letter(
                "danh sách.json",
                "application/json",
                raw.getBytes(StandardCharsets.UTF_8),
                rule,
                new Text("không phải danh sách", "is no list"));
    }
}

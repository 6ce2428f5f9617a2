package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.Sources;

class AgencyPollTest {

    private static final Duration EVERY = Duration.ofSeconds(60);

    private final List<List<Map<String, String>>> lists = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();
    private String name = "1"; // of the one camera that the system tells; null if it is away
    private RuntimeException away;
    private int rejected;
    private boolean outdated;
    private final List<Imports.Order> orders = new ArrayList<>();

    private AgencyPoll poll() {
        return poll((into, wanted) -> {
            if (name == null) {
                throw Unusable.because("test.away", "không trả lời", "does not answer");
            }
            into.add(Map.of("Tên camera", name));
        });
    }

    private AgencyPoll poll(Listing listing) {
        var agency = new AgencyRoute(
                "vms",
                new SourceId("vms-huyen"),
                "VMS",
                new AreaCode("27694"),
                "commune",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        return new AgencyPoll(
                agency,
                "vms.example.vn",
                Timing.every(EVERY),
                List.of(),
                listing,
                stub(Imports.class, this::take),
                stub(Intake.class, given -> {
                    statements.add((Statement) given[0]);
                    return report();
                }),
                (Sources) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Sources.class},
                        (proxy, method, given) -> method.getName().equals("find") ? Optional.empty() : null));
    }

    private interface Answer {
        Object to(Object... given);
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> answer.to(given)));
    }

    private IntakeReport take(Object... given) {
        if (away != null) {
            throw away;
        }
        var list = new ArrayList<Map<String, String>>();
        ((Imports.Records) given[1]).each().forEach(list::add);
        lists.add(list);
        orders.add((Imports.Order) given[0]);
        return report();
    }

    private IntakeReport report() {
        return new IntakeReport(
                1,
                new SourceId("vms-huyen"),
                "",
                Intake.Mode.COMMIT,
                Instant.EPOCH,
                new IntakeReport.Counts(1, 1 - rejected, 0, 0, rejected, 0, 0),
                outdated
                        ? List.of(new Finding(
                                Finding.Severity.WARNING,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Statement.OUTDATED,
                                Text.same("older"),
                                Text.same("ask"),
                                List.of()))
                        : List.of(),
                List.of());
    }

    private static boolean isNear(Duration pause, Duration about) {
        return pause.minus(about).abs().compareTo(about.dividedBy(9)) < 0;
    }

    @Test
    void theSameAnswerIsNotTakenInAgain() {
        var poll = poll();
        poll.run();
        poll.run();
        assertThat(lists).containsExactly(List.of(Map.of("Tên camera", "1")));
        name = "2";
        poll.run();
        name = "1";
        poll.run();
        assertThat(lists).hasSize(3);
    }

    @Test
    void whatBroughtNothingIsKeptOnceAndForgottenWhenTheSameAnswerIsThereAgain() {
        var poll = poll();
        poll.run();
        name = null;
        poll.run();
        poll.run();
        assertThat(statements).singleElement().satisfies(statement -> {
            assertThat(statement.complete()).isFalse();
            assertThat(statement.findings().get(0).rule()).isEqualTo("test.away");
        });
        assertThat(poll.problem().orElseThrow().vi()).isEqualTo("không trả lời");

        name = "1";
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(lists).hasSize(1);
        name = null;
        poll.run();
        assertThat(statements).hasSize(2);
    }

    @Test
    void thePauseGrowsWhileNothingIsBroughtAndShrinksAtOnce() {
        var poll = poll();
        assertThat(poll.pause()).matches(pause -> isNear(pause, EVERY));
        name = null;
        poll.run();
        poll.run();
        assertThat(poll.pause()).matches(pause -> isNear(pause, EVERY.multipliedBy(4)));
        name = "1";
        poll.run();
        assertThat(poll.pause()).matches(pause -> isNear(pause, EVERY));
    }

    @Test
    void aHubThatCannotTakeItNowMakesTheRunFailAndThePauseGrow() {
        away = new HubException(HubException.Reason.UNAVAILABLE, "database.unavailable", Text.same("away"));
        var poll = poll();
        assertThatThrownBy(poll::run).isSameAs(away);
        assertThat(poll.pause()).matches(pause -> isNear(pause, EVERY.multipliedBy(2)));
        away = null;
        poll.run();
        assertThat(lists).hasSize(1);
    }

    @Test
    void aRunThatIsUnderWayWhenTheRouteStopsBringsNothingThoughItStartsAnew() {
        var self = new AgencyPoll[1];
        self[0] = poll((into, wanted) -> {
            into.add(Map.of("Tên camera", "1"));
            self[0].end();
            self[0].begin();
            assertThat(wanted.getAsBoolean()).isFalse();
        });
        self[0].run();
        assertThat(lists).isEmpty();
        assertThat(statements).isEmpty();
    }

    @Test
    void noTwoRunsAreUnderWayAtOnce() {
        var runs = new int[1];
        var self = new AgencyPoll[1];
        self[0] = poll((into, wanted) -> {
            runs[0]++;
            into.add(Map.of("Tên camera", "1"));
            var other = new Thread(() -> self[0].run());
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        self[0].run();
        assertThat(runs[0]).isEqualTo(1);
    }

    @Test
    void aRouteThatIsStoppedAsksNobody() {
        var poll = poll();
        poll.end();
        poll.run();
        assertThat(lists).isEmpty();
        poll.begin();
        poll.run();
        assertThat(lists).hasSize(1);
    }

    @Test
    void anEmptyListIsNotTakenForAllBeingGone() {
        var poll = poll((into, wanted) -> {});
        poll.run();
        assertThat(lists).isEmpty();
        assertThat(statements.get(0).findings().get(0).rule()).isEqualTo("agency.empty");
    }

    @Test
    void aListOfWhichRowsWereReturnedIsHandedInAgain() {
        rejected = 1;
        var poll = poll();
        poll.run();
        assertThat(poll.problem().orElseThrow().vi()).contains("1 trên 1", "trả lại");
        rejected = 0;
        poll.run();
        poll.run();
        assertThat(lists).hasSize(2);
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void anAnswerThatIsGoodAgainIsHandedInThoughItIsTheLastOneSoThatTheKeptOneIsOutdated() {
        var kept = new ArrayList<DeadLetters.Letter>();
        var poll = poll((into, wanted) -> {
            if (name == null) {
                throw Unusable.because("test.no-list", "không có", "none").answered("text/plain", new byte[] {'x'});
            }
            into.add(Map.of("Tên camera", name));
        });
        poll.keepingIn((route, letter) -> {
            kept.add(letter);
            return kept.size();
        });
        poll.run();
        name = null;
        poll.run();
        poll.run();
        assertThat(kept).hasSize(1);
        name = "1";
        poll.run();
        poll.run();
        assertThat(lists).hasSize(2);
    }

    @Test
    void aListThatIsHandedInAgainSpeaksOfTheTimeInWhichItWasBrought() {
        var brought = Instant.parse("2026-01-02T03:04:05Z");
        var letter = new DeadLetter(7, "vms", "x", "x", 1, true, "r", Text.same("r"), brought, brought, 1, 0);
        var poll = poll();
        poll.run();
        outdated = true;
        assertThat(poll.replay(letter, (into, wanted) -> into.add(Map.of("Tên camera", "cũ"))))
                .contains(Text.same("older"));
        assertThat(orders.get(1).broughtAt()).contains(brought);
        assertThat(orders.get(1).delivery()).contains("dead-letter:7:0");

        poll.run();
        assertThat(lists).as("the catalogue is not as the last answer left it").hasSize(3);
    }

    @Test
    void aListOfWhichTheCatalogueTakesNothingIsKeptOnceAndCanBeHandedInAgain() {
        var kept = new ArrayList<DeadLetters.Letter>();
        var record = new TreeMap<String, String>();
        record.put("Ghi chú", null);
        record.put("Tên\tcamera", "Cổng\\n \r\n\"1\"");
        var poll = poll((into, wanted) -> {
            into.add(record);
            into.add(Map.of("Mã", "C-2"));
        });
        poll.keepingIn((route, letter) -> {
            kept.add(letter);
            return kept.size();
        });
        rejected = 1;
        poll.run();
        poll.run();
        assertThat(kept).singleElement().satisfies(letter -> {
            assertThat(letter.rule()).isEqualTo("import.no-row");
            assertThat(letter.raw())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("Ghi chú\t\nTên\\tcamera\tCổng\\\\n \\r\\n\"1\"\n\nMã\tC-2\n\n");
        });
        var letter = new DeadLetter(
                7,
                "vms",
                "x",
                kept.get(0).mediaType(),
                1,
                true,
                "r",
                Text.same("r"),
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                0);
        assertThat(KeptRecords.isIn(letter)).isTrue();
        assertThatThrownBy(() -> poll.replay(letter, KeptRecords.in(kept.get(0).raw())))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.rule()).isEqualTo("import.no-row"));

        rejected = 0;
        lists.clear();
        poll.replay(letter, KeptRecords.in(kept.get(0).raw()));
        record.put("Ghi chú", "");
        assertThat(lists).containsExactly(List.of(record, Map.of("Mã", "C-2")));

        poll.run();
        record.put("Ghi chú", "khác");
        rejected = 1;
        poll.run();
        assertThat(kept).as("it was mended meanwhile, and is another").hasSize(2);
    }
}

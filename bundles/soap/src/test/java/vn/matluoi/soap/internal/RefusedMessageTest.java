package vn.matluoi.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.MessageCounts;

/** What is refused is counted, and kept if a key's holder said it. */
class RefusedMessageTest {

    private RunningSoap soap;

    @BeforeEach
    void start() {
        soap = new RunningSoap();
    }

    @AfterEach
    void stop() {
        soap.close();
    }

    @Test
    void whatAKeysHolderSaysWronglyIsKeptAndCanBeTakenAgain() {
        var wrong = AgencyTest.EVENTS.replace("<Type>other</Type>", "<Type>other</Type><Phase>half</Phase>");
        var answer = soap.withKey(wrong);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text())
                .contains("event.phase", "ReportEvents/Event[2]/Phase", "4711", "hub:dead-letter-replay");
        assertThat(soap.hub.passed).as("once through its route").hasSize(1);
        assertThat(soap.hub.letters).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("SOAP ReportEvents");
            assertThat(letter.mediaType()).isEqualTo("text/xml");
            assertThat(letter.rule()).isEqualTo("event.phase");
            assertThat(new String(letter.raw(), StandardCharsets.UTF_8)).contains("Envelope", "<Phase>half</Phase>");
        });
        assertThat(soap.hub.events).isEmpty();

        assertThatThrownBy(() -> replay(soap.hub.letters.get(0), letter -> letter))
                .isInstanceOfSatisfying(
                        HubException.class, still -> assertThat(still.rule()).isEqualTo("event.phase"));
        replay(soap.hub.letters.get(0), letter -> letter.replace("half", "active"));
        assertThat(soap.hub.events).hasSize(2).allSatisfy(event -> assertThat(event.hubTime())
                .as("it was reported when it came")
                .isEqualTo(FakeHub.NOON.minusSeconds(60)));
        assertThat(soap.hub.deliveries).containsExactly("dead-letter:4711:0");
        assertThat(soap.hub.letters).as("a letter makes no other").hasSize(1);
    }

    @Test
    void aListOfWhichNothingCouldBeUsedIsKeptAndCanBeTakenAgain() {
        soap.hub.useless = true;
        assertThat(soap.withKey(AgencyTest.CAMERAS.formatted("false")).status()).isEqualTo(200);
        assertThat(soap.hub.letters).singleElement().satisfies(letter -> assertThat(letter.name())
                .isEqualTo("SOAP SubmitCameras"));
        assertThatThrownBy(() -> replay(soap.hub.letters.get(0), letter -> letter))
                .isInstanceOf(HubException.class);
        soap.hub.useless = false;
        soap.hub.orders.clear();
        replay(soap.hub.letters.get(0), letter -> letter);
        assertThat(soap.hub.orders).singleElement().satisfies(order -> {
            assertThat(order.delivery()).contains("dead-letter:4711:0");
            assertThat(order.broughtAt()).contains(FakeHub.NOON.minusSeconds(60));
        });
    }

    @Test
    void aMessageThatCannotBeReadAtAllIsKeptIfAKeyCameWithIt() {
        assertThat(soap.withKey("<Nonsense xmlns=\"urn:matluoi:agency:v1\"/>").text())
                .contains("soap.operation", "4711");
        assertThat(soap.withKey("<ReportEvents xmlns=\"urn:matluoi:agency:v1\"><Event></ReportEvents>")
                        .text())
                .contains("soap.envelope", "4712");
        assertThat(soap.withKey("<Ping xmlns=\"urn:matluoi:agency:v1\"><Event/></Ping>")
                        .text())
                .contains("soap.element")
                .doesNotContain("hub:dead-letter");
        assertThat(soap.oneOne("<Nonsense xmlns=\"urn:matluoi:agency:v1\"/>").text())
                .doesNotContain("hub:dead-letter");
        assertThat(soap.hub.letters).hasSize(2);
        assertThat(soap.hub.passed).hasSize(2);
        soap.hub.closed = true;
        assertThat(soap.withKey("<Nonsense xmlns=\"urn:matluoi:agency:v1\"/>").text())
                .contains("soap.operation");
        assertThat(soap.hub.letters).as("a stopped route keeps nothing").hasSize(2);
    }

    @Test
    void whereNothingCanBeKeptTheSenderIsStillToldWhatIsWrong() {
        soap.hub.away = new IllegalStateException("the database is away");
        var answer =
                soap.withKey(AgencyTest.EVENTS.replace("<Type>other</Type>", "<Type>other</Type><Phase>half</Phase>"));
        assertThat(answer.text()).contains("event.phase").doesNotContain("hub:dead-letter", "database");
    }

    @Test
    void whoTellsTooFastIsToldWhenToComeBack() {
        soap.hub.full = new HubException.Later("events.rate", new Text("quá nhanh", "too fast"), Duration.ofSeconds(7));
        var answer = soap.oneOne(AgencyTest.EVENTS);
        assertThat(answer.text()).contains("Server", "events.rate");
        assertThat(answer.response().headers().firstValue("Retry-After")).contains("7");
    }

    @Test
    void messagesAreCountedByOperationAndByWhatBecameOfThem() {
        soap.oneOne(AgencyTest.EVENTS);
        soap.oneOne(AgencyTest.EVENTS.replace("<Type>other</Type>", "<Type>other</Type><Phase>half</Phase>"));
        soap.hub.full = FakeHub.refusal(HubException.Reason.UNAVAILABLE, "events.full");
        soap.oneOne(AgencyTest.EVENTS);
        soap.oneOne("<Nonsense xmlns=\"urn:matluoi:agency:v1\"/>");
        soap.send(soap.request("/soap/agency").header("Content-Type", RunningSoap.TEXT_XML));
        assertThat(soap.tally.operations())
                .containsExactlyInAnyOrder(
                        new MessageCounts.OfOperation("ReportEvents", 1, 1, 1),
                        new MessageCounts.OfOperation("none", 0, 2, 0));
    }

    private void replay(DeadLetters.Letter kept, UnaryOperator<String> mended) {
        var letter = new DeadLetter(
                4711,
                "bv",
                kept.name(),
                kept.mediaType(),
                kept.raw().length,
                true,
                kept.rule(),
                kept.why(),
                FakeHub.NOON.minusSeconds(60),
                FakeHub.NOON.minusSeconds(60),
                1,
                0);
        var replay = new SoapReplay(soap.operations);
        assertThat(replay.reads(letter)).isTrue();
        var route = soap.hub.through(new SourceId("bv-tay-ninh"), true, agency -> agency);
        replay.replay(
                route,
                letter,
                mended.apply(new String(kept.raw(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }
}

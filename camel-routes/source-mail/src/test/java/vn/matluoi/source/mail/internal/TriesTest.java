package vn.matluoi.source.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencySheets;

/** Mails over which a look ends, and how often they are tried. */
class TriesTest extends PolledMailbox {

    @Test
    void mailsOverWhichTheConnectionEndsEachTimeHoldUpNoOtherAndAreRefusedInTheEnd() throws Exception {
        var endless = attached("x".repeat(ImapBound.LONGEST_LINE) + ".csv", "1");
        deliver(WARD, "", endless);
        deliver(WARD, "", endless);
        deliver(WARD, "", attached("good.csv", "2"));
        for (var tries = 1; tries <= AgencySheets.MOST_TRIES; tries++) {
            var poll = poll(Map.of());
            poll.run();
            assertThat(poll.problem().orElseThrow().en()).contains("ended over 2 mails");
            assertThat(catalogue.sheets).containsExactly("2");
        }
        assertThat(mails("INBOX")).isEqualTo(2);
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(mails("refused")).isEqualTo(2);
        assertThat(keys.resolve("data/ward.tries")).isEmptyFile();
    }

    @Test
    void whileTheDatabaseIsAwayTheMailWaitsAndKeepsItsDelivery() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        catalogue.failure = new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
        var away = poll(Map.of());
        assertThatThrownBy(away::run).isInstanceOf(HubException.class);
        catalogue.failure = null;
        poll(Map.of()).run();
        assertThat(catalogue.names).hasSize(2);
        assertThat(catalogue.deliveries).hasSize(1);
        assertThat(mails("done")).isEqualTo(1);
    }

    @Test
    void aMailOverWhichTheHubFailsFiveTimesIsRefused() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        catalogue.failure = new IllegalStateException("a defect");
        for (var tries = 1; tries < AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(poll(Map.of())::run).hasMessage("a defect"); // as after a start of the hub
        }
        poll(Map.of()).run();
        assertThat(mails("refused")).isEqualTo(1);
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.rule()).isEqualTo("hub.fault");
            assertThat(letter.raw()).asString().isEqualTo("1");
        });
        assertThat(keys.resolve("data/ward.tries")).isEmptyFile();
        assertThat(catalogue.deliveries.values())
                .extracting(IntakeReport::label)
                .isEqualTo(List.of("a.csv"));
    }

    @Test
    void aMailOverWhichTheHubFailsIsTriedOnceALookThoughTheConnectionEndsOverLaterOnes() throws Exception {
        var endless = attached("x".repeat(ImapBound.LONGEST_LINE) + ".csv", "2");
        deliver(WARD, "", attached("a.csv", "1"));
        for (var n = 0; n < AgencySheets.MOST_TRIES; n++) {
            deliver(WARD, "", endless);
        }
        catalogue.failure = new IllegalStateException("a defect");
        assertThatThrownBy(poll(Map.of())::run).hasMessage("a defect");
        assertThat(catalogue.names).containsExactly("a.csv");
        assertThat(letters).isEmpty();
        assertThat(mails("refused")).isZero();

        catalogue.failure = null;
        poll(Map.of()).run();
        assertThat(mails("done")).isEqualTo(1);
    }

    @Test
    void aSheetOverWhichTheHubEndedFiveTimesIsRefusedWithoutBeingLookedInto() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        catalogue.failure = new StackOverflowError(); // nothing comes after it
        for (var tries = 1; tries <= AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(poll(Map.of())::run).isInstanceOf(StackOverflowError.class);
        }
        poll(Map.of()).run();
        assertThat(catalogue.names).hasSize(AgencySheets.MOST_TRIES);
        assertThat(mails("refused")).isEqualTo(1);
    }

    @Test
    void whileTheDatabaseIsAwayMailsWaitAndNoTryIsCounted() throws Exception {
        deliver(WARD, "", attached("a.csv", "1"));
        catalogue.failure = new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
        for (var tries = 0; tries < 2 * AgencySheets.MOST_TRIES; tries++) {
            assertThatThrownBy(poll(Map.of())::run).isInstanceOf(HubException.class);
        }
        catalogue.failure = null;
        poll(Map.of()).run();
        assertThat(mails("done")).isEqualTo(1);
    }
}

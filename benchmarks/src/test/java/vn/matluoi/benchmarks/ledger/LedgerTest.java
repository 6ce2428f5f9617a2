package vn.matluoi.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @TempDir
    private Path folder;

    private final Event first = new Event("sheet", "s", 1, 1, "sha1", Map.of("a", "d1", "b", "d2"));
    private final Event second = new Event("sheet", "s", 1, 2, "sha2", Map.of("a", "d3"));

    @Test
    void standsOnTheDiskBeforeAnythingIsSent() throws IOException {
        try (Ledger ledger = new Ledger(folder.resolve("s.ledger"))) {
            ledger.announce(first);

            assertThat(Files.readString(folder.resolve("s.ledger")))
                    .startsWith("event sheet s/1/1 sha1\n")
                    .contains("row a d1\n", "row b d2\n");
        }
    }

    @Test
    void saysWhatBecameOfEachEvent() throws IOException {
        try (Ledger ledger = new Ledger(folder.resolve("s.ledger"))) {
            ledger.announce(first);
            ledger.sending(first.id());
            ledger.outcome(first.id(), Outcome.UNKNOWN);
            ledger.sending(first.id());
            ledger.outcome(first.id(), Outcome.OK);
            ledger.announce(second);
            ledger.sending(second.id());
        }

        List<Ledger.Entry> entries = Ledger.read(folder);

        assertThat(entries).extracting(Ledger.Entry::event).containsExactly(first, second);
        assertThat(entries).extracting(Ledger.Entry::outcome).containsExactly(Outcome.OK, Outcome.UNKNOWN);
        assertThat(entries).extracting(Ledger.Entry::sent).containsExactly(2, 1);
    }

    @Test
    void knowsWhatWasRefusedForGoodAsWasMeant() throws IOException {
        try (Ledger ledger = new Ledger(folder.resolve("s.ledger"))) {
            ledger.announce(first);
            ledger.sending(first.id());
            ledger.outcome(first.id(), Outcome.UNKNOWN);
            ledger.sending(first.id());
            ledger.outcome(first.id(), Outcome.FAIL);
            ledger.refused(first.id());
        }

        assertThat(Ledger.read(folder)).extracting(Ledger.Entry::outcome).containsExactly(Outcome.FAIL);
    }

    @Test
    void takesOneRefusalAmongUnknownSendingsForNoAnswer() throws IOException {
        try (Ledger ledger = new Ledger(folder.resolve("s.ledger"))) {
            ledger.announce(first);
            ledger.sending(first.id());
            ledger.outcome(first.id(), Outcome.UNKNOWN);
            ledger.sending(first.id());
            ledger.outcome(first.id(), Outcome.FAIL);
            ledger.announce(second);
            ledger.sending(second.id());
            ledger.outcome(second.id(), Outcome.FAIL);
        }

        assertThat(Ledger.read(folder))
                .extracting(Ledger.Entry::outcome)
                .containsExactly(Outcome.UNKNOWN, Outcome.FAIL);
    }

    @Test
    void isGoneOnWithAfterARestart() throws IOException {
        for (Event event : List.of(first, second)) {
            try (Ledger ledger = new Ledger(folder.resolve("s.ledger"))) {
                ledger.announce(event);
            }
        }

        assertThat(Ledger.read(folder)).extracting(Ledger.Entry::event).containsExactly(first, second);
    }

    @Test
    void putsEventsInTheOrderTheyWereSaid() {
        assertThat(new Event.Id("s", 2, 1)).isGreaterThan(new Event.Id("s", 1, 10));
        assertThat(new Event.Id("s", 1, 10)).isGreaterThan(new Event.Id("s", 1, 9));
    }
}

package vn.matluoi.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Ledgers written by hand, and what a hub could have made of them. */
class VerdictTest {

    private final List<Ledger.Entry> said = new ArrayList<>();
    private final List<Stored.Row> rows = new ArrayList<>();
    private final List<Event.Id> deliveries = new ArrayList<>();
    private final Map<Event.Id, Integer> audited = new HashMap<>();
    private final Map<String, Integer> announced = new HashMap<>();
    private long feedBroken;
    private boolean intact = true;
    private long others = 10;

    @Test
    void findsNothingWrongWhenAllIsThereOnce() {
        said(1, 1, Outcome.OK, "a", "b");
        said(2, 1, Outcome.OK, "b", "c");
        stored("a", 1);
        stored("b", 2);
        stored("c", 2);
        delivered(1, 2);

        assertThat(faults()).isEmpty();
        assertThat(verdict().passed()).isTrue();
        assertThat(verdict().figures())
                .containsEntry("attempted", 2L)
                .containsEntry("ok", 2L)
                .containsEntry("stored", 2L)
                .containsEntry("delivered", 3L)
                .containsEntry("dup_wire", 0L);
    }

    @Test
    void callsAnAcknowledgedSheetThatIsNotThereLost() {
        said(1, 1, Outcome.OK, "a", "b");

        assertThat(faults()).containsOnly(Map.entry("lost", 1L));
        assertThat(verdict().passed()).isFalse();
    }

    @Test
    void callsAnAcknowledgedSheetOfWhichARowIsMissingLostAndHalfApplied() {
        said(1, 1, Outcome.OK, "a", "b");
        stored("a", 1);
        delivered(1);

        assertThat(faults()).containsOnly(Map.entry("lost", 1L), Map.entry("half", 1L));
    }

    @Test
    void callsASheetWhoseRowsAreThereWithoutItsImportHalfApplied() {
        said(1, 1, Outcome.UNKNOWN, "a");
        stored("a", 1);

        assertThat(faults()).containsOnly(Map.entry("half", 1L));
    }

    @Test
    void letsWhatNobodyKnowsBeInOrOut() {
        said(1, 1, Outcome.UNKNOWN, "a");
        said(2, 1, Outcome.UNKNOWN, "b");
        stored("b", 2);
        delivered(2);

        assertThat(faults()).isEmpty();
        assertThat(verdict().figures()).containsEntry("unknown", 2L).containsEntry("stored", 1L);
    }

    @Test
    void doesNotLetItStayUnknownOnceItWasSentAgain() {
        said(1, 2, Outcome.UNKNOWN, "a");

        assertThat(of(id -> true).figures()).containsEntry("unresolved", 1L).containsEntry("dup_wire", 1L);
    }

    @Test
    void callsWhatWasNeverSentAPhantom() {
        stored("a", 7);

        assertThat(faults()).containsOnly(Map.entry("phantom", 1L));
    }

    @Test
    void callsWhatWasRefusedAPhantom() {
        said(1, 1, Outcome.FAIL, "a");
        stored("a", 1);
        delivered(1);

        assertThat(faults()).containsOnly(Map.entry("phantom", 2L)); // its row and its import
    }

    @Test
    void callsAnImportThatNobodySentAPhantom() {
        delivered(3);

        assertThat(faults()).containsOnly(Map.entry("phantom", 2L)); // its import and its record in the log
    }

    @Test
    void callsAKeyWithTwoCamerasDoubled() {
        said(1, 1, Outcome.OK, "a");
        stored("a", 1);
        stored("a", 1);
        delivered(1);

        assertThat(faults()).containsOnly(Map.entry("dup_effective", 1L));
    }

    @Test
    void callsASheetAppliedTwiceDoubled() {
        said(1, 2, Outcome.OK, "a");
        stored("a", 1);
        delivered(1, 1); // and in the audit log twice, as it should

        assertThat(faults()).containsOnly(Map.entry("dup_effective", 1L));
    }

    @Test
    void comparesWhatIsStoredWordForWord() {
        said(1, 1, Outcome.OK, "a");
        rows.add(new Stored.Row("camera-a", "s", "a", true, id(1), "another digest"));
        announced.put("camera-a", 1);
        delivered(1);

        assertThat(faults()).containsOnly(Map.entry("altered", 1L));
    }

    @Test
    void seesALaterSheetOvertakenByAnEarlierOne() {
        said(1, 1, Outcome.OK, "a");
        said(2, 1, Outcome.OK, "a");
        stored("a", 1);
        delivered(2, 1);

        assertThat(faults()).containsOnly(Map.entry("disordered", 1L), Map.entry("lost", 1L), Map.entry("half", 1L));
    }

    @Test
    void wantsEveryStoredEventInTheAuditLog() {
        said(1, 1, Outcome.OK, "a");
        stored("a", 1);
        delivered(1);
        audited.clear();

        assertThat(faults()).containsOnly(Map.entry("unaudited", 1L));
    }

    @Test
    void wantsNoMoreAuditRecordsThanWereSent() {
        said(1, 1, Outcome.OK, "a");
        stored("a", 1);
        delivered(1);
        audited.put(id(1), 2);

        assertThat(faults()).containsOnly(Map.entry("phantom", 1L));
    }

    @Test
    void wantsEveryCameraInTheChangeFeedOnce() {
        said(1, 1, Outcome.OK, "a", "b");
        stored("a", 1);
        stored("b", 1);
        delivered(1);
        announced.remove(rows.get(0).identity());
        announced.put(rows.get(1).identity(), 2);

        assertThat(faults()).containsOnly(Map.entry("lost", 1L), Map.entry("dup_effective", 1L));
    }

    @Test
    void countsTheCamerasThatWereThereBefore() {
        others = 9;
        assertThat(faults()).containsOnly(Map.entry("lost", 1L));
        others = 12;
        assertThat(faults()).containsOnly(Map.entry("phantom", 2L));
    }

    @Test
    void wantsAnUnbrokenFeedAndAnUnbrokenChain() {
        feedBroken = 1;
        intact = false;

        assertThat(faults()).containsOnly(Map.entry("feed_broken", 1L), Map.entry("chain_broken", 1L));
    }

    @Test
    void countsADeadLetterApartFromWhatIsLost() {
        said(1, 1, Outcome.OK, "a");

        Verdict verdict = Verdict.of(said, asStored(), 10, Set.of(id(1)), id -> false);

        assertThat(verdict.figures()).containsEntry("lost", 0L).containsEntry("dead_letter", 1L);
    }

    private static Event.Id id(int seq) {
        return new Event.Id("s", 1, seq);
    }

    private void said(int seq, int sent, Outcome outcome, String... keys) {
        Map<String, String> digests = new HashMap<>();
        for (String key : keys) {
            digests.put(key, key + seq);
        }
        said.add(new Ledger.Entry(
                new Event("sheet", "s", 1, seq, "sha", digests),
                sent,
                java.util.Collections.nCopies(sent, outcome),
                false));
    }

    private void stored(String key, int seq) {
        String identity = "camera-" + key + rows.size();
        rows.add(new Stored.Row(identity, "s", key, true, id(seq), key + seq));
        announced.put(identity, 1);
    }

    private void delivered(int... seqs) {
        for (int seq : seqs) {
            deliveries.add(id(seq));
            audited.merge(id(seq), 1, Integer::sum);
        }
    }

    private Stored asStored() {
        return new Stored(rows, deliveries, announced, feedBroken, audited, intact, others);
    }

    private Verdict verdict() {
        return of(id -> false);
    }

    private Verdict of(java.util.function.Predicate<Event.Id> settled) {
        return Verdict.of(said, asStored(), 10, Set.of(), settled);
    }

    private Map<String, Long> faults() {
        return verdict().figures().entrySet().stream()
                .filter(figure -> Verdict.FAULTS.contains(figure.getKey()) && figure.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

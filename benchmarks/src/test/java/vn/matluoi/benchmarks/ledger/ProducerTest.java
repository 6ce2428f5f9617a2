package vn.matluoi.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducerTest {

    @TempDir
    private Path folder;

    private final Deque<Api.Answer> answers = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    /** What stood in the ledger when something was sent. */
    private final List<Outcome> knownWhenSent = new ArrayList<>();

    private final List<Boolean> waitedWhenSent = new ArrayList<>();

    @Test
    void writesDownWhatItSaysBeforeItSaysIt() throws Exception {
        answers.add(answer(201));
        try (Scripted producer = new Scripted(false)) {
            assertThat(producer.once()).isTrue();
        }

        assertThat(knownWhenSent).containsExactly(Outcome.UNKNOWN);
        assertThat(Ledger.read(folder)).extracting(Ledger.Entry::outcome).containsExactly(Outcome.OK);
    }

    @Test
    void waitsFromTheSendingToTheAnswer() throws Exception {
        answers.add(answer(201));
        try (Scripted producer = new Scripted(false)) {
            producer.once();
            assertThat(waitedWhenSent).containsExactly(true);
            assertThat(producer.waiting()).isFalse();
        }
    }

    @Test
    void saysTheSameAgainUntilItKnows() throws Exception {
        answers.addAll(List.of(answer(500), answer(503), answer(200), answer(200)));
        try (Scripted producer = new Scripted(false)) {
            assertThat(producer.once()).isFalse();
            assertThat(producer.retry()).isFalse();
            assertThat(producer.once()).isTrue();
            assertThat(producer.retry()).isTrue(); // and there is nothing to say again
            producer.once();
        }

        assertThat(sent).containsExactly("s/1/1", "s/1/1", "s/1/1", "s/1/2");
        assertThat(Ledger.read(folder)).extracting(Ledger.Entry::sent).containsExactly(3, 1);
    }

    @Test
    void leavesAloneWhatIsRefusedAsItMustBe() throws Exception {
        answers.addAll(List.of(answer(400), answer(200)));
        try (Scripted producer = new Scripted(true)) {
            producer.once();
            producer.once();
        }

        assertThat(sent).containsExactly("s/1/1", "s/1/2");
        assertThat(Ledger.read(folder)).extracting(Ledger.Entry::outcome).containsExactly(Outcome.FAIL, Outcome.OK);
    }

    @Test
    void doesNotTakeARefusalOfAGoodEventForGranted() throws Exception {
        answers.add(answer(400));
        try (Scripted producer = new Scripted(false)) {
            assertThatThrownBy(producer::once)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("s/1/1 was refused");
        }
    }

    @Test
    void takesAnAnswerForWhatItSays() {
        assertThat(List.of(200, 201, 204)).allMatch(status -> Api.outcome(status, new byte[0]) == Outcome.OK);
        assertThat(List.of(400, 401, 404, 409, 429, 503))
                .allMatch(status -> Api.outcome(status, new byte[0]) == Outcome.FAIL);
        assertThat(List.of(302, 408, 500, 502, 504))
                .allMatch(status -> Api.outcome(status, new byte[0]) == Outcome.UNKNOWN);
        assertThat(Api.outcome(503, "{\"rule\":\"database.uncertain\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(answer(429).forGood()).isFalse();
        assertThat(answer(503).forGood()).isFalse();
        assertThat(answer(404).forGood()).isTrue();
    }

    private static Api.Answer answer(int status) {
        return new Api.Answer(Api.outcome(status, new byte[0]), status, new byte[0]);
    }

    private final class Scripted extends Producer {

        private final boolean meantToFail;

        Scripted(boolean meantToFail) throws IOException {
            super(folder, "s", 1, 1);
            this.meantToFail = meantToFail;
        }

        @Override
        Sending next(Event.Id id) {
            return new Sending(
                    new Event("sheet", id.source(), id.epoch(), id.seq(), "sha", Map.of("a", "d")),
                    new byte[0],
                    meantToFail);
        }

        @Override
        Api.Answer send(Sending sending) throws IOException {
            sent.add(sending.event().id().toString());
            waitedWhenSent.add(waiting());
            List<Ledger.Entry> ledger = Ledger.read(folder);
            knownWhenSent.add(ledger.get(ledger.size() - 1).outcome());
            return answers.remove();
        }

        @Override
        boolean losesAnswers() {
            return false;
        }
    }
}

package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.registry.internal.support.Engine;

/** A database or a catalogue that does not answer, breaks off or refuses: nothing is lost, told too early, or written twice. */
@ParameterizedClass
@EnumSource(Engine.class)
class DatabaseFailsTest extends OpenJournal {

    @Test
    void nothingIsAcknowledgedThatIsNotDurable() throws Exception {
        interposed.away = true;
        var waiting = publish(event("nvr", "1", Type.MOTION, "VMD"));
        await().until(() -> journal.health().detail().en().contains("0 waiting")); // the writer holds it
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        await().until(() -> !journal.health().healthy());
        assertThat(waiting).isNotDone();

        interposed.away = false;
        assertThat(written(waiting)).isTrue();
        assertThat(all()).hasSize(1);
        assertThat(journal.health().healthy()).isTrue();
    }

    @Test
    void aCatalogueThatDoesNotAnswerIsWaitedFor() throws Exception {
        catalogue.away = true;
        var waiting = publish(event("nvr", "1", Type.MOTION, "VMD"));
        await().until(() -> catalogue.asked.get() > 1);
        assertThat(waiting).isNotDone();

        catalogue.away = false;
        assertThat(written(waiting)).isTrue();
        assertThat(all().get(0).camera()).contains(Catalogue.FIRST);
    }

    @Test
    void aFullInboxRefusesAndIsTold() throws Exception {
        interposed.away = true;
        var answers = new ArrayList<CompletableFuture<Boolean>>();
        do {
            answers.add(publish(event("nvr", null, Type.INPUT, "t")));
        } while (!answers.get(answers.size() - 1).isCompletedExceptionally() && answers.size() < 4 * Inbox.MOST);

        assertThat(answers.get(answers.size() - 1))
                .as("one of the first %d", answers.size())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(HubException.class);
        assertThat(journal.health().healthy()).isFalse();
        assertThat(journal.health().detail().en()).contains("lost");
        assertThat(journal.load().lost()).isEqualTo(1);
        assertThat(journal.load().waiting()).isPositive();
        journal.close(); // what waits is not durable, and is not said to be
        assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void aCommitThatWasDoneButNotConfirmedIsNotRepeated() throws Exception {
        interposed.commit = real -> {
            interposed.commit = java.sql.Connection::commit;
            real.commit();
            throw new SQLException("the connection broke", "08006");
        };
        assertThat(written(publish(event("nvr", "1", Type.MOTION, "VMD")))).isTrue();
        assertThat(written(publish(event("nvr", "1", Type.MOTION, "next")))).isTrue();

        assertThat(topics(all())).containsExactly("VMD", "next");
        assertThat(sequences(all())).containsExactly(1L, 2L);
    }

    @Test
    void aDatabaseKilledInMidCommitLosesNothing() throws Exception {
        interposed.commit = real -> {
            interposed.commit = java.sql.Connection::commit;
            kill(real);
            real.commit();
            throw new SQLException("the connection broke", "08006"); // Derby, which lives in this process
        };
        assertThat(written(publish(event("nvr", "1", Type.MOTION, "VMD")))).isTrue();

        assertThat(topics(all())).containsExactly("VMD");
        assertThat(sequences(all())).containsExactly(1L);
    }

    private void kill(java.sql.Connection writers) throws SQLException {
        if (engine == Engine.DERBY) {
            writers.rollback();
            return;
        }
        long pid;
        try (var ask = writers.createStatement();
                var row = ask.executeQuery("select pg_backend_pid()")) {
            row.next();
            pid = row.getLong(1);
        }
        try (var other = database.getConnection();
                var order = other.createStatement()) {
            order.execute("select pg_terminate_backend(" + pid + ")");
        }
    }

    @Test
    void anEventThatIsRefusedForGoodFailsAlone() throws Exception {
        var go = heldUp(event("nvr", null, Type.INPUT, "first"));
        var good = publish(event("nvr", "1", Type.MOTION, "good"));
        var bad = publish(event("nvr", "cursed", Type.MOTION, "bad"));
        var better = publish(event("nvr", "2", Type.MOTION, "better"));
        go.countDown();

        assertThat(written(good)).isTrue();
        assertThat(written(better)).isTrue();
        assertThatThrownBy(() -> written(bad)).hasCauseInstanceOf(HubException.class);
        assertThat(topics(all())).containsExactly("first", "good", "better");
    }
}

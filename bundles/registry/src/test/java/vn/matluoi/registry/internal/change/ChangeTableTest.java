package vn.matluoi.registry.internal.change;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.registry.Changes.Change;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class ChangeTableTest {

    private static final int WRITERS = 4;
    private static final int COMMITS = 5;

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void hub() {
        hub = Hub.empty(engine);
    }

    @Test
    void nothingHasChangedAtFirst() {
        assertThat(hub.changes.last()).isZero();
        assertThat(hub.changes.read(Scope.all(), 0, 10)).isEmpty();
    }

    @Test
    @Timeout(120) // a reader that misses a change would wait for it for ever
    void changesHaveNoGaps() throws Exception {
        for (var writer = 0; writer < WRITERS; writer++) {
            hub.sources.put(source("writer-" + writer, LONG_AN), "test");
        }
        var work = new ArrayList<Callable<List<Long>>>();
        for (var writer = 0; writer < WRITERS; writer++) {
            work.add(writing(writer));
        }
        work.add(this::reading);
        var threads = Executors.newFixedThreadPool(work.size());
        try {
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).as("what a reader saw, or nothing").satisfies(ChangeTableTest::hasNoGap);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(hub.changes.read(Scope.all(), 0, 1000))
                .extracting(Change::sequence)
                .hasSize(WRITERS + WRITERS * COMMITS)
                .satisfies(ChangeTableTest::hasNoGap);
        assertThat(hub.count("select count(distinct id) from cameras")).isEqualTo(WRITERS * COMMITS);
    }

    private Callable<List<Long>> writing(int writer) {
        return () -> {
            for (var commit = 0; commit < COMMITS; commit++) {
                var code =
                        "C-%d-%d".formatted(writer, commit); // the same of two sources would be a question to a person
                var camera = row(1, CameraField.CODE, code, CameraField.NAME, "Camera " + code);
                hub.intake.submit(sheet("writer-" + writer, camera), Mode.COMMIT);
            }
            return List.of();
        };
    }

    /** Follows the feed as a forwarding route would, until it has seen everything. */
    private List<Long> reading() {
        var seen = new ArrayList<Long>();
        while (seen.size() < WRITERS + WRITERS * COMMITS
                && !Thread.currentThread().isInterrupted()) {
            var after = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
            hub.changes.read(Scope.all(), after, 3).forEach(change -> seen.add(change.sequence()));
        }
        return seen;
    }

    private static void hasNoGap(List<? extends Long> sequences) {
        assertThat(List.<Long>copyOf(sequences))
                .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
    }
}

package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.access.SourceKeys;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.route.DeadLetterDesk;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.source.Sources;

/** What is so of every command: who calls it, how words are read, what is refused, and what is recorded. */
class CommandsTest extends CommandFixture {

    private final List<Object> added = new ArrayList<>();

    @Test
    void aCommandWhoseOnlyWordIsLeftOutListsAll() throws Exception {
        var command = ready(new KeyList());
        command.keys = fake(SourceKeys.class, (method, given) -> {
            added.add(given[0]);
            return List.of();
        });
        command.execute();
        assertThat(added).containsExactly(Optional.empty());
    }

    @Test
    void aRefusalIsPrintedInBothLanguagesAndEndsWithItsStatus() throws Exception {
        var command = ready(new SourceInfo());
        command.sources = fake(Sources.class, (method, given) -> Optional.empty());
        command.words = List.of("nowhere");
        assertThat(command.execute()).isEqualTo(4);
        assertThat(printed()).contains("không có nguồn nowhere").contains("there is no source nowhere");

        command.words = List.of("Not A Name!");
        assertThat(command.execute()).isEqualTo(2);
        command.words = List.of("nvr-1", "--colour", "red");
        assertThat(command.execute()).isEqualTo(2);
        command.words = List.of("nvr-1", "nvr-2");
        assertThat(command.execute()).isEqualTo(2);
        command.sources = null;
        command.words = List.of("nvr-1");
        assertThat(command.execute()).isEqualTo(1);
    }

    @Test
    void aMistypedWordBeforeTheNameIsKnownIsARefusalLikeAnyOther() throws Exception {
        var sync = ready(new SourceSync());
        sync.words = List.of("a", "b");
        assertThat(sync.execute()).isEqualTo(2);
        var add = ready(new SourceAdd());
        add.words = List.of("x", "--nonsense", "y");
        assertThat(add.execute()).isEqualTo(2);
        assertThat(printed()).contains("a b", "--nonsense");
        assertThat(audited).isEmpty();
    }

    @Test
    void refusesLettersOfARouteThatNeverWas() throws Exception {
        var command = ready(new DeadLetterList());
        command.words = List.of("nope");
        var found = new ArrayList<Object>();
        command.desk = fake(DeadLetterDesk.class, (method, given) -> new Page<>(List.of(), Optional.empty(), 0));
        command.routes = fake(Routes.class, (method, given) -> {
            found.add(given[0]);
            return Optional.empty();
        });
        assertThat(command.execute()).isEqualTo(4);
        assertThat(found).containsExactly("nope");
        assertThat(printed()).contains("không có tuyến nope");
    }

    @Test
    void recordsAChangeBeforeItIsDoneAndOnceMoreIfItFails() throws Exception {
        var command = ready(new SourceRemove());
        command.sources = fake(Sources.class, (method, given) -> {
            assertThat(audited).extracting(AuditRecord::outcome).containsExactly(AuditRecord.Outcome.DONE);
            return Optional.empty();
        });
        command.words = List.of("nvr-1");
        assertThat(command.execute()).isEqualTo(4);
        assertThat(audited)
                .extracting(AuditRecord::outcome)
                .containsExactly(AuditRecord.Outcome.DONE, AuditRecord.Outcome.FAILED);
    }

    @Test
    void whoHasNeitherRoleNorAccountIsNobody() {
        subject = new Subject(true, Set.of(), Set.of(), Set.of());
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> ShellCaller.of(session(), null))
                .matches(e -> e.reason() == HubException.Reason.UNAUTHENTICATED);
    }
}

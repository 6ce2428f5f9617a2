package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers.Plugin;
import vn.matluoi.core.internal.testing.ManualTimer;

/** What is put into {@code drivers/inbox}. */
class DriverInboxTest {

    @TempDir
    private Path folder;

    private final ManualTimer timer = new ManualTimer();
    private final List<String> taken = new ArrayList<>();
    private Optional<HubException> refusal = Optional.empty();
    private DriverInbox inbox;

    private final DriverAdmin drivers = new DriverAdmin() {
        @Override
        public Plan plan(Caller by, Order order) {
            throw new AssertionError();
        }

        @Override
        public Optional<Plugin> carryOut(Caller by, Order order, Consumer<Plan> shown) {
            taken.add(((Order.Take) order).file().getFileName().toString());
            refusal.ifPresent(each -> {
                throw each;
            });
            return Optional.empty();
        }

        @Override
        public void release(Caller by, String family) {
            throw new AssertionError();
        }
    };

    @BeforeEach
    void open() {
        inbox = new DriverInbox(
                folder.resolve("inbox"), folder.resolve("refused"), drivers, timer, Runnable::run, () -> {});
    }

    @AfterEach
    void close() {
        inbox.stop();
    }

    private Path put(String name, String content) throws IOException {
        return Files.writeString(folder.resolve("inbox").resolve(name), content);
    }

    private void look() {
        timer.advance(DriverInbox.LOOKED_EVERY);
    }

    @Test
    void aFileIsTakenWhenItHasStoppedGrowingAndThenLeavesTheInbox() throws IOException {
        var file = put("acme.kar", "a");
        look();
        put("acme.kar", "ab");
        look();
        assertThat(taken).isEmpty();
        look();
        assertThat(taken).containsExactly("acme.kar");
        assertThat(file).doesNotExist();
        look();
        look();
        assertThat(taken).hasSize(1);
    }

    @Test
    void whatIsNoKarFileOrStillHasAnotherNameStays() throws IOException {
        put("acme.kar.part", "a");
        put(".acme.kar", "a");
        look();
        look();
        look();
        assertThat(taken).isEmpty();
    }

    @Test
    void aRefusedFileIsKeptWithTheReasonBesideIt() throws IOException {
        refusal = Optional.of(new HubException(
                Reason.INVALID, "driver.kar.unsigned", new Text("chưa có chữ ký", "it is not signed")));
        for (var i = 0; i < 2; i++) {
            put("acme.kar", "a" + i);
            look();
            look();
        }
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
        assertThat(folder.resolve("refused/acme.kar")).hasContent("a0");
        assertThat(folder.resolve("refused/acme.kar.txt")).content().contains("chưa có chữ ký", "it is not signed");
        assertThat(folder.resolve("refused").toFile().list()).hasSize(4);
    }

    @Test
    void whatFailsByTheHubsOwnFaultIsTriedAgain() throws IOException {
        refusal = Optional.of(new HubException(Reason.UNAVAILABLE, "audit.away", Text.same("away")));
        var file = put("acme.kar", "a");
        look();
        look();
        assertThat(file).exists();
        refusal = Optional.empty();
        look();
        look();
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("refused")).doesNotExist();
    }
}

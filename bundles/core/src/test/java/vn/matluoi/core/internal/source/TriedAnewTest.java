package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.core.internal.source.SourceChanges.Author;
import vn.matluoi.core.internal.supervise.Hub;

/** What has a rejected account tried again: only what a person did. */
class TriedAnewTest {

    private static final SourceId NVR = new SourceId("nvr");
    private static final Author FILE = new Author("system", Optional.of("vn.matluoi.source-nvr.cfg"));

    private final Desk desk = new Desk();
    private final List<Integer> retriedAfter = new ArrayList<>(); // so many openings

    private record RetriedAccounts(Consumer<SourceId> told) implements DeviceHttp {

        @Override
        public Connection connect(Target target) {
            throw new UnsupportedOperationException("sources connect through their drivers");
        }

        @Override
        public void retryCredentials(SourceId source) {
            told.accept(source);
        }
    }

    private static Optional<char[]> secret(String text) {
        return Optional.of(text.toCharArray());
    }

    private static SourceSettings nvr(boolean suspended) {
        return Hub.suspended(Hub.settings("nvr", Map.of()), suspended);
    }

    private void add(Author author, String password) {
        desk.sources.changes().add(author, nvr(false), secret(password), Optional.empty());
        desk.hub.timer.advance(Duration.ofHours(1));
        desk.sources.clients = List.of(new RetriedAccounts(id -> retriedAfter.add(desk.hub.device.opened.get())));
    }

    private void update(Author author, boolean suspended, Optional<char[]> secret) {
        desk.sources.changes().update(author, nvr(suspended), secret, Optional.empty());
        desk.hub.timer.settle();
    }

    private static Author person() {
        return new Author("lan", Optional.empty());
    }

    @Test
    void aSecretSavedAgainByAPersonIs() {
        add(person(), "wrong");
        update(person(), false, Optional.empty());
        assertThat(retriedAfter).as("nothing new was given").isEmpty();

        desk.hub.device.password = "wrong"; // mended on the device
        update(person(), false, secret("wrong"));
        assertThat(retriedAfter).as("told before the device is asked").containsExactly(1);
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aSourceAddedAgainIs() {
        add(person(), "wrong");
        desk.sources.remove(Desk.LAN, NVR);
        desk.hub.device.password = "wrong"; // mended on the device
        desk.sources.add(Desk.LAN, nvr(false), secret("wrong"), Optional.empty());
        desk.hub.timer.settle();

        assertThat(retriedAfter).as("told before the device is asked").containsExactly(1);
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aSourceOfAFileIsWhenItIsSuspendedAndResumed() {
        add(FILE, "wrong");
        var refusal = catchThrowableOfType(HubException.class, () -> desk.sources.sync(Desk.LAN, NVR));
        assertThat(refusal.text().vi()).contains("etc/vn.matluoi.source-nvr.cfg", "suspended");

        desk.hub.device.password = "wrong"; // mended on the device
        update(FILE, true, Optional.empty());
        assertThat(desk.hub.device.opened).hasValue(1);
        update(FILE, false, Optional.empty());
        assertThat(retriedAfter).as("told before the device is asked").containsExactly(1);
        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aFileThatIsOnlyEditedIsNot() {
        add(FILE, "wrong");
        var longer = Hub.settings("nvr", Map.of("watch.seconds", "60"));
        desk.sources.changes().update(FILE, longer, Optional.empty(), Optional.empty());
        desk.hub.timer.advance(Duration.ofHours(1));

        assertThat(retriedAfter).isEmpty();
        assertThat(desk.hub.device.opened).hasValue(1);
    }
}

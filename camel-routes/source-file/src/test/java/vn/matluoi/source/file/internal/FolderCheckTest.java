package vn.matluoi.source.file.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException.FieldError;

class FolderCheckTest {

    private static final Map<String, String> GOOD = Map.of("folder", "/srv/inbox", "source", "xa-mau", "area", "27694");

    private final FolderCheck check = check(
            new FileSource(new RecordingImports(), new RecordingImports(), new KnownSources(), (route, letter) -> 1));

    /** A check that looks at what is the folder's own. */
    static FolderCheck check(FileSource source) {
        return new FolderCheck(source, (settings, errors) -> {});
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(check.check(GOOD)).isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(check.check(Map.of("folder", "relative", "poll.ms", "5")))
                .extracting(FieldError::field)
                .containsExactly("folder", "poll.ms");
    }

    @Test
    void refusesAFolderThatWouldChangeTheEndpoint() {
        var settings = new TreeMap<>(GOOD);
        settings.put("folder", "/srv/inbox?delete=true");
        assertThat(check.check(settings)).extracting(FieldError::field).containsExactly("folder");
    }
}

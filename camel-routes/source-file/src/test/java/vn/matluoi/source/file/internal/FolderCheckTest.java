package vn.matluoi.source.file.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException.FieldError;

class FolderCheckTest {

    private static final Map<String, String> GOOD =
            Map.of("folder", "/srv/inbox", "source", "xa-mau", "area", OneArea.HERE.value());

    private final FolderCheck check = new FolderCheck(new OneArea());

    @Test
    void acceptsWhatIsRight() {
        assertThat(check.check(GOOD)).isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(check.check(Map.of(
                        "folder", "relative", "source", "Xã Mẫu", "area", "xyz", "poll.ms", "5", "complete", "có")))
                .extracting(FieldError::field)
                .containsExactly("folder", "source", "area", "poll.ms", "complete");
    }

    @Test
    void listsTheSuccessorsOfAFormerArea() {
        var settings = new TreeMap<>(GOOD);
        settings.put("area", OneArea.FORMER.value());
        assertThat(check.check(settings))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("hết hiệu lực", OneArea.HERE.value()));
    }

    @Test
    void refusesAFolderThatWouldChangeTheEndpoint() {
        var settings = new TreeMap<>(GOOD);
        settings.put("folder", "/srv/inbox?delete=true");
        assertThat(check.check(settings)).extracting(FieldError::field).containsExactly("folder");
    }
}

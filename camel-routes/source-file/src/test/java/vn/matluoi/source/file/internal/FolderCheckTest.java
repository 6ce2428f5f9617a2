package vn.matluoi.source.file.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Profile;

class FolderCheckTest {

    private static final Map<String, String> GOOD =
            Map.of("folder", "/srv/inbox", "source", "xa-mau", "area", OneArea.HERE.value());

    private final FolderCheck check = check(new FileSource(new RecordingImports(), new KnownSources()));

    /** A check where one area, one unit, one sector and one profile are known. */
    static FolderCheck check(FileSource source) {
        var commune = new Profile("commune", Text.same("xã"), List.of(), Map.of(), OptionalDouble.empty());
        return new FolderCheck(source, new OneArea(), new OneUnit(), List.of(commune));
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(check.check(GOOD)).isEmpty();
        var all = new TreeMap<>(GOOD);
        all.putAll(Map.of("profile", "commune", "unit", OneUnit.HERE, "sector", OneUnit.SECTOR));
        assertThat(check.check(all)).isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(check.check(Map.of(
                        "folder", "relative", "source", "Xã Mẫu", "area", "xyz", "poll.ms", "5", "complete", "có")))
                .extracting(FieldError::field)
                .containsExactly("folder", "source", "area", "complete", "poll.ms");
    }

    @Test
    void namesWhatTheCatalogueDoesNotKnow() {
        var settings = new TreeMap<>(GOOD);
        settings.putAll(Map.of("profile", "communne", "unit", "ubnd-khac", "sector", "an-ninh"));
        assertThat(check.check(settings)).extracting(FieldError::field).containsExactly("profile", "unit", "sector");
        assertThat(check.check(settings).get(0).message().vi()).contains("«communne»", "commune");
        assertThat(check.check(settings).get(2).message().vi()).contains("«an-ninh»", OneUnit.SECTOR);
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

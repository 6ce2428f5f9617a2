package vn.matluoi.profiles.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Profiles.Listed;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class InstalledProfilesTest {

    @TempDir
    Path etc;

    @Parameter
    Engine engine;

    private final RecordingAudit audit = new RecordingAudit();
    private final List<Profile> services = new ArrayList<>();
    private DataSource database;
    private InstalledProfiles profiles;

    @BeforeEach
    void start() {
        database = engine.migrated("db/profiles.sql");
        startHub();
    }

    private void startHub() {
        services.clear();
        profiles = new InstalledProfiles(
                ShippedProfiles.load(),
                new ProfileStore(database),
                new ProfileFiles(etc.resolve("profiles")),
                audit,
                profile -> {
                    services.add(profile);
                    return () -> services.remove(profile);
                },
                Optional.empty());
    }

    @Test
    void takesAFileOnceItLiesStill() throws Exception {
        write("ward", profile("ward", "Phường"));
        profiles.look();
        assertThat(services).isEmpty();
        profiles.look();
        assertThat(services).extracting(Profile::name).containsExactly("ward");
        assertThat(listed("ward")).satisfies(one -> {
            assertThat(one.usable()).isTrue();
            assertThat(one.base()).contains("commune");
            assertThat(one.file()).contains("etc/profiles/ward.json");
        });
        look();
        assertThat(audit.actions()).as("said once").containsExactly("profile.install ward system file");
    }

    @Test
    void refusesABadFileByPointerAndGoesOnWithTheLastGoodOneOverARestart() throws Exception {
        write("ward", profile("ward", "Phường"));
        look();
        write("ward", profile("ward", "Phường").replace("\"title\"", "\"titel\""));
        look();

        assertThat(listed("ward").problem().orElseThrow().vi()).contains("etc/profiles/ward.json", "/titel");
        assertThat(services).extracting(one -> one.title().vi()).containsExactly("Phường");
        startHub();
        assertThat(services).extracting(one -> one.title().vi()).containsExactly("Phường");
        look();
        assertThat(listed("ward").problem()).isPresent();

        write("ward", profile("ward", "Phường mới"));
        look();
        assertThat(listed("ward").problem()).isEmpty();
        assertThat(services).extracting(one -> one.title().vi()).containsExactly("Phường mới");
    }

    @Test
    void showsAFileThatNeverWasGood() throws Exception {
        write("ward", profile("other", "Phường"));
        Files.write(etc.resolve("profiles/latin.json"), "{\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        look();
        assertThat(listed("ward").usable()).isFalse();
        assertThat(listed("ward").problem().orElseThrow().en()).contains("/name");
        assertThat(listed("latin").problem().orElseThrow().en()).contains("UTF-8");
        assertThat(services).isEmpty();

        profiles.remove(Caller.system(), "test", "latin");
        assertThat(etc.resolve("profiles/latin.json")).doesNotExist();
    }

    @Test
    void dropsAProfileWhoseFileWentWhileTheHubWasDown() throws Exception {
        write("ward", profile("ward", "Phường"));
        look();
        Files.delete(etc.resolve("profiles/ward.json"));
        startHub();
        assertThat(services).hasSize(1);
        look();
        assertThat(services).isEmpty();
        startHub();
        assertThat(services).isEmpty();
        assertThat(audit.actions()).endsWith("profile.remove ward system file");
    }

    @Test
    void installsAtOnceAndLeavesTheFileForTheNextStart() throws Exception {
        var installed = profiles.install(Caller.system(), "rest", profile("ward", "Phường"));
        assertThat(installed.usable()).isTrue();
        assertThat(services).hasSize(1);
        assertThat(Files.readString(etc.resolve("profiles/ward.json"))).isEqualTo(profiles.document("ward"));
        look();
        assertThat(audit.actions()).containsExactly("profile.install ward system rest");

        profiles.remove(Caller.system(), "shell", "ward");
        assertThat(services).isEmpty();
        assertThat(etc.resolve("profiles/ward.json")).doesNotExist();
        assertThat(audit.actions()).endsWith("profile.remove ward system shell");
        assertThat(refusal(() -> profiles.remove(Caller.system(), "shell", "ward"))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void leavesWhatIsShippedAlone() {
        assertThat(refusal(() -> profiles.install(Caller.system(), "rest", ShippedProfiles.document("school")))
                        .reason())
                .isEqualTo(Reason.CONFLICT);
        assertThat(refusal(() -> profiles.remove(Caller.system(), "rest", "school"))
                        .reason())
                .isEqualTo(Reason.CONFLICT);
        assertThat(profiles.document("school")).isEqualTo(ShippedProfiles.document("school"));
        assertThat(profiles.list()).extracting(Listed::name).containsExactlyElementsOf(ShippedProfiles.NAMES);
    }

    @Test
    void doesNothingThatCannotBeRecorded() throws Exception {
        audit.away(true);
        assertThat(refusal(() -> profiles.install(Caller.system(), "rest", profile("ward", "Phường")))
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
        assertThat(etc.resolve("profiles/ward.json")).doesNotExist();
        write("ward", profile("ward", "Phường"));
        look();
        assertThat(services).isEmpty();

        audit.away(false);
        look();
        assertThat(services).hasSize(1);
    }

    @Test
    void followsNoLinkOutOfItsFolder() throws Exception {
        var secret = Files.writeString(etc.resolve("secret.json"), profile("secret", "Bí mật"));
        Files.createDirectories(etc.resolve("profiles"));
        Files.createSymbolicLink(etc.resolve("profiles/secret.json"), secret);
        look();
        assertThat(services).isEmpty();
    }

    private void look() {
        profiles.look();
        profiles.look();
    }

    private Listed listed(String name) {
        return profiles.list().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void write(String name, String json) throws IOException {
        Files.createDirectories(etc.resolve("profiles"));
        Files.writeString(etc.resolve("profiles").resolve(name + ".json"), json);
    }

    private static String profile(String name, String title) {
        return "{\"name\":\"%s\",\"extends\":\"commune\",\"title\":{\"vi\":\"%s\",\"en\":\"Ward\"}}"
                .formatted(name, title);
    }

    private static HubException refusal(Runnable deed) {
        var refused = new HubException[1];
        assertThatExceptionOfType(HubException.class).isThrownBy(deed::run).satisfies(e -> refused[0] = e);
        return refused[0];
    }
}

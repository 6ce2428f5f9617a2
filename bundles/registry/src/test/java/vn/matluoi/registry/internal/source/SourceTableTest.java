package vn.matluoi.registry.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.settings;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Changes.Change;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class SourceTableTest {

    private static final SourceId NVR = new SourceId("nvr");

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void hub() {
        hub = Hub.empty(engine);
    }

    @Test
    void keepsEverythingThatIsSetForASource() {
        hub.sources.put(recorder("sealed"), "an");

        var stored = hub.sources.find(NVR).orElseThrow();
        assertThat(stored.settings()).isEqualTo(recorder("sealed").settings());
        assertThat(stored.sealedSecret().orElseThrow()).isEqualTo("sealed".getBytes());
        assertThat(stored.pinnedCertificate()).contains("ab12");
        assertThat(stored.blocked()).contains("credentials-rejected");
        assertThat(hub.sources.all()).hasSize(1);
    }

    @Test
    void knowsSinceWhenASourceIsThere() {
        assertThat(hub.sources.createdAt(NVR)).isEmpty();
        hub.sources.put(recorder("sealed"), "an");
        var created = hub.sources.createdAt(NVR);
        assertThat(created).contains(hub.changes.read(Scope.all(), 0, 10).get(0).at());

        hub.sources.put(recorder("sealed anew"), "an");
        assertThat(hub.sources.createdAt(NVR))
                .as("a change makes it no younger")
                .isEqualTo(created);
        hub.sources.remove(NVR, "an");
        assertThat(hub.sources.createdAt(NVR)).isEmpty();
    }

    @Test
    void tellsWhatChangedButNeverASecret() {
        hub.sources.put(recorder("sealed"), "an");
        hub.sources.put(recorder("sealed anew"), "an");
        hub.sources.put(recorder("sealed anew"), "an");

        assertThat(hub.changes.read(Scope.all(), 0, 10))
                .extracting(Change::kind, Change::fields)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("source.created", Map.of()),
                        org.assertj.core.api.Assertions.tuple("source.updated", Map.of("secret", "changed")));
    }

    @Test
    void keepsTheSecretADeviceWasAboutToBeGivenUntilItIsSettled() {
        hub.sources.put(changing("old", Optional.of("new")), "an");
        assertThat(hub.sources.find(NVR).orElseThrow().pendingSecret()).contains("new".getBytes());

        hub.sources.put(changing("new", Optional.empty()), "system");
        assertThat(hub.sources.find(NVR).orElseThrow().pendingSecret()).isEmpty();
        assertThat(hub.changes.read(Scope.all(), 0, 10).get(1).fields())
                .isEqualTo(Map.of("secret", "changed", "pendingSecret", "settled"));

        hub.sources.put(changing("new", Optional.of("newer")), "an");
        hub.sources.remove(NVR, "an");
        assertThat(hub.count("select count(*) from sources where pending_secret is not null"))
                .isZero();
    }

    @Test
    void writesSeveralSourcesOrNone() {
        var other = source("nvr-2", LONG_AN);
        var tooLong = new StoredSource(
                other.settings(),
                Optional.of(new byte[4000]),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> hub.sources.putAll(java.util.List.of(recorder("new"), tooLong), "an"));
        assertThat(hub.sources.all()).isEmpty();

        hub.sources.putAll(java.util.List.of(recorder("new"), other), "an");
        assertThat(hub.sources.all()).hasSize(2);
    }

    private static StoredSource changing(String secret, Optional<String> pending) {
        return new StoredSource(
                recorder(secret).settings(),
                Optional.of(secret.getBytes()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                pending.map(String::getBytes));
    }

    @Test
    void aRemovedSourceLeavesItsCamerasAndLosesItsSecret() {
        hub.sources.put(recorder("sealed"), "an");
        hub.intake.submit(sheet("nvr", row(1, CameraField.CODE, "1", CameraField.NAME, "Cổng")), Mode.COMMIT);

        hub.sources.remove(NVR, "an");

        assertThat(hub.sources.find(NVR)).isEmpty();
        assertThat(hub.sources.all()).isEmpty();
        assertThat(hub.count("select count(*) from sources where sealed_secret is not null"))
                .isZero();
        assertThat(hub.cameras.list(Scope.all(), CameraQuery.first(10)).total()).isEqualTo(1);
    }

    @Test
    void aRemovedSourceMayComeBack() {
        hub.sources.put(source("nvr", LONG_AN), "an");
        hub.sources.remove(NVR, "an");

        hub.sources.put(source("nvr", LONG_AN), "an");

        assertThat(hub.sources.find(NVR)).isPresent();
        assertThat(hub.changes.read(Scope.all(), 0, 10))
                .extracting(Change::kind)
                .containsExactly("source.created", "source.removed", "source.created");
    }

    @Test
    void refusesANameThatIsTooLong() {
        var settings = settings("nvr", LONG_AN, Optional.empty());
        var long200 = new vn.matluoi.api.source.SourceSettings(
                NVR,
                "x".repeat(201),
                settings.driver(),
                settings.address(),
                settings.username(),
                settings.area(),
                settings.unit(),
                settings.sector(),
                Map.of(),
                false);

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.sources.put(with(long200), "an"))
                .withMessageContaining("at most 200");
    }

    private static StoredSource recorder(String secret) {
        var settings = settings("nvr", LONG_AN, Optional.of(URI.create("http://10.0.0.5:8080")));
        return new StoredSource(
                settings,
                Optional.of(secret.getBytes()),
                Optional.empty(),
                Optional.of("DS-7616-0001"),
                Optional.of("ab12"),
                Optional.of("credentials-rejected"));
    }

    private static StoredSource with(vn.matluoi.api.source.SourceSettings settings) {
        return new StoredSource(
                settings, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}

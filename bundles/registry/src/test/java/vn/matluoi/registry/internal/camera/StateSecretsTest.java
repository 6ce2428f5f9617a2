package vn.matluoi.registry.internal.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAY_NINH;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras.Secrets;
import vn.matluoi.api.registry.Changes.Change;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.api.registry.Truth;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

/** Cameras that are state secrets (R1.4) are there for whoever sees everything, and for nobody else. */
@ParameterizedClass
@EnumSource(Engine.class)
class StateSecretsTest {

    private static final Scope AREA = Scope.of(Set.of(TAY_NINH));
    private static final CameraId FIRST = CameraId.of("80", 1);
    private static final CameraId SECOND = CameraId.of("80", 2);

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void twoCamerasOfWhichOneIsASecret() {
        hub = Hub.empty(engine);
        for (var id : List.of("commune", "police", "recorder")) {
            hub.sources.put(source(id, LONG_AN), "test");
        }
        commit(sheet("commune", camera("LA-01", "Kho kín", "Có"), camera("LA-02", "Chợ", "")));
    }

    @Test
    void isNotAmongTheCamerasOfAnArea() {
        assertThat(hub.cameras.list(AREA, CameraQuery.first(10)).total()).isEqualTo(1);
        assertThat(hub.cameras.list(AREA, CameraQuery.first(10)).items())
                .extracting(one -> one.id())
                .containsExactly(SECOND);
        assertThat(hub.cameras.find(AREA, FIRST)).isEmpty();
        assertThat(hub.cameras.values(AREA, FIRST)).isEmpty();
        assertThat(hub.cameras.list(Scope.all(), CameraQuery.first(10)).total()).isEqualTo(2);
        assertThat(hub.cameras.find(Scope.all(), FIRST)).isPresent();
    }

    @Test
    void isNotCountedNorComparedNorSummedUp() {
        commit(sheet("police", camera("CA-1", "Kho", "")));
        hub.identity.merge(Scope.all(), FIRST, CameraId.of("80", 3), "lan", "rest");

        assertThat(hub.truth
                        .conflicts(Scope.all(), Optional.empty(), 10, Optional.empty())
                        .total())
                .isEqualTo(1);
        assertThat(hub.truth
                        .conflicts(AREA, Optional.empty(), 10, Optional.empty())
                        .total())
                .isZero();
        assertThat(hub.truth.conflicts(AREA, FIRST)).isEmpty();
        assertThat(hub.truth.completeness(AREA, FIRST)).isEmpty();
        assertThat(hub.truth.completeness(AREA, Optional.empty(), Truth.Agency.SOURCE))
                .singleElement()
                .satisfies(one -> assertThat(one.cameras()).isEqualTo(1));
        var sums = hub.checksums.byArea(new Checksums.Of(AREA, Set.of(), Checksums.SHAREABLE), Optional.of(TAY_NINH));
        assertThat(sums.get(LONG_AN).count()).isEqualTo(1);
    }

    @Test
    void nothingThatBecameOfItIsToldNotEvenWhatWasBeforeItWasASecret() {
        assertThat(subjects(AREA)).contains(SECOND.value()).doesNotContain(FIRST.value());
        commit(sheet("commune", camera("LA-02", "Chợ", "Có")));
        assertThat(subjects(AREA)).doesNotContain(FIRST.value(), SECOND.value());
        assertThat(hub.identity.history(AREA, SECOND, 10, Optional.empty()).items())
                .isEmpty();
        assertThat(subjects(Scope.all())).contains(FIRST.value(), SECOND.value());

        commit(province(row(1, CameraField.CODE, "LA-02", CameraField.STATE_SECRET, "Không")));
        assertThat(subjects(AREA)).as("and all is told again").contains(SECOND.value());
    }

    @Test
    void theIdThatWasMergedIntoItIsASecretToo() {
        commit(sheet("police", camera("CA-1", "Cam", "")));
        var third = CameraId.of("80", 3);
        assertThat(subjects(AREA)).contains(third.value());

        hub.identity.merge(Scope.all(), FIRST, third, "lan", "rest");

        assertThat(hub.cameras.find(AREA, third)).isEmpty();
        assertThat(subjects(AREA)).doesNotContain(third.value());
        assertThat(hub.cameras.secrets().cameras()).containsExactlyInAnyOrder(FIRST, third);
        assertThat(hub.cameras.secrets().sources())
                .containsExactlyInAnyOrder(new SourceId("commune"), new SourceId("police"));
    }

    @Test
    void theOtherCameraOfASplitIsNotNamedIfItIsASecret() {
        commit(sheet("police", camera("CA-1", "Cam", "")));
        hub.identity.merge(Scope.all(), CameraId.of("80", 3), FIRST, "lan", "rest");
        hub.identity.undo(Scope.all(), FIRST, "lan", "rest");

        assertThat(hub.changes.read(AREA, 0, 100))
                .extracting(Change::subject)
                .contains(CameraId.of("80", 3).value());
        assertThat(hub.changes.read(AREA, 0, 100).toString()).doesNotContain(FIRST.value());
        assertThat(hub.changes.read(Scope.all(), 0, 100).toString()).contains("other=" + FIRST.value());
    }

    @Test
    void aDeviceThatCarriesItReportsForASecretWhoeverMarkedIt() {
        assertThat(hub.cameras.secrets()).isEqualTo(new Secrets(Set.of(FIRST), Set.of(new SourceId("commune"))));
        commit(sheet("commune", row(1, CameraField.CODE, "LA-01", CameraField.SERIAL, "SN12345")));

        commit(statement(
                "recorder",
                Layer.DEVICE,
                false,
                Optional.empty(),
                List.of(channel("7", CameraField.NAME, "IPC", CameraField.SERIAL, "SN12345"))));

        assertThat(hub.cameras
                        .ofChannel(new SourceId("recorder"), "7")
                        .orElseThrow()
                        .id())
                .isEqualTo(FIRST);
        assertThat(hub.cameras.secrets().sources())
                .containsExactlyInAnyOrder(new SourceId("commune"), new SourceId("recorder"));
    }

    private static Item camera(String code, String name, String secret) {
        return row(
                Integer.parseInt(code.substring(code.length() - 1)),
                CameraField.CODE,
                code,
                CameraField.NAME,
                name,
                CameraField.STATE_SECRET,
                secret);
    }

    private static Statement province(Item row) {
        return statement("commune", Layer.PROVINCE, false, Optional.empty(), List.of(row));
    }

    private void commit(Statement statement) {
        var counts = hub.intake.submit(statement, Mode.COMMIT).counts();
        assertThat(counts.rejected() + counts.doubtful()).isZero();
    }

    private List<String> subjects(Scope scope) {
        return hub.changes.read(scope, 0, 100).stream().map(Change::subject).toList();
    }
}

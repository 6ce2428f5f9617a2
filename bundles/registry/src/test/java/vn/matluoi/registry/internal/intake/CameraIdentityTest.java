package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.settings;
import static vn.matluoi.registry.internal.support.Sheets.sheet;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.IntakeReport.Counts;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.SourceStore.StoredSource;

/** Which camera a row is: a new one, one that another source told of, or one for a person to say. */
class CameraIdentityTest extends IntakeFixture {

    @Test
    void takesNewCamerasAndMintsTheirIdentities() {
        var report = commit(sheet("commune", gate(1), market(2)));

        assertThat(report.counts()).isEqualTo(new Counts(2, 2, 0, 0, 0, 0, 0));
        assertThat(report.rows())
                .extracting(one -> one.camera().orElseThrow())
                .containsExactly(CameraId.of("80", 1), CameraId.of("80", 2));
        assertThat(camera(1).values())
                .containsEntry(CameraField.NAME, "Cổng UBND")
                .containsEntry(CameraField.CODE, "LA-01")
                .containsEntry(CameraField.SECTOR, "security");
    }

    @Test
    void anAgencysCodeStandsForAChannelOfASourceWithoutADevice() {
        hub.sources.put(
                new StoredSource(
                        settings("recorder", LONG_AN, Optional.of(URI.create("http://10.0.0.7"))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "test");
        commit(sheet("commune", gate(1)));
        commit(device(channel("1", CameraField.CODE, "IN-01", CameraField.NAME, "IPC")));

        assertThat(hub.cameras.ofChannel(new SourceId("commune"), "LA-01")).contains(camera(1));
        assertThat(hub.cameras.ofChannel(new SourceId("commune"), "LA-02")).isEmpty();
        assertThat(hub.cameras.ofChannel(new SourceId("recorder"), "IN-01")).isEmpty();
        assertThat(hub.cameras.ofChannel(new SourceId("recorder"), "1")).contains(camera(2));
    }

    @Test
    void refusesTheSecondOfTwoRowsThatAreOneCamera() {
        var report = commit(sheet("commune", gate(4), gate(7)));

        assertThat(outcomes(report)).containsExactly(Outcome.CREATED, Outcome.REJECTED);
        assertThat(report.rows().get(1).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("row.duplicate");
            assertThat(finding.message().vi()).contains("dòng 4");
        });
    }

    @Test
    void leavesASerialFromAnotherAreaToAPerson() {
        commit(sheet("commune", row(1, CameraField.NAME, "Cổng", CameraField.SERIAL, "SN12345")));

        var report = commit(device(
                channel("1", CameraField.NAME, "IPC", CameraField.SERIAL, "SN12345", CameraField.AREA, "27712")));

        assertThat(outcomes(report)).containsExactly(Outcome.DOUBTFUL);
        assertThat(report.rows().get(0).findings()).extracting(Finding::rule).contains("identity.serial-elsewhere");
        assertThat(hub.count(
                        "select count(*) from identity_questions where candidate = ?",
                        CameraId.of("80", 1).value()))
                .isEqualTo(1);
        assertThat(hub.cameras.list(Scope.all(), CameraQuery.first(10)).total()).isEqualTo(1);
    }

    @Test
    void aSerialThatARecorderRepeatsIsNoEvidence() {
        var report = commit(device(
                channel("1", CameraField.NAME, "Một", CameraField.SERIAL, "RECORDER-1"),
                channel("2", CameraField.NAME, "Hai", CameraField.SERIAL, "RECORDER-1")));

        assertThat(outcomes(report)).containsExactly(Outcome.CREATED, Outcome.CREATED);
    }
}

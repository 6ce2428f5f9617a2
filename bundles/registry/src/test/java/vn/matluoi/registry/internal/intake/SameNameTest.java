package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.IntakeReport.RowReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

/** Rows without channel, code and serial number are known again by their name and what they say of their place. */
@ParameterizedClass
@EnumSource(Engine.class)
class SameNameTest {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void oneSource() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
    }

    @Test
    void atTheSameAddressIsTheSameCamera() {
        commit(addressed(1, "Số 5 Hùng Vương"));

        var report = commit(
                row(1, CameraField.NAME, "NGÃ  BA", CameraField.ADDRESS, "số 5, Hùng Vương"),
                addressed(2, "Số 9 Hùng Vương"));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED, Outcome.CREATED);
    }

    @Test
    void withinTwoMetresIsTheSameCamera() {
        commit(at(1, "10.535000", "Hàng 1"));

        var report = commit(at(1, "10.535010", "Hàng 2"), at(2, "10.535100", "Hàng 3"));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED, Outcome.CREATED);
    }

    @Test
    void farApartWithoutAddressesAreTwoCameras() {
        commit(at(1, "10.535000", ""));

        assertThat(outcomes(commit(at(1, "10.545000", "")))).containsExactly(Outcome.CREATED);
    }

    @Test
    void inOneSheetAreAsManyAsThePlacesThatAreWritten() {
        var sheet = List.of(at(1, "10.535000", ""), at(2, "10.545000", ""), at(3, "10.535000", ""), named(4))
                .toArray(Item[]::new);

        var first = commit(sheet);
        var again = commit(sheet);

        assertThat(outcomes(first))
                .containsExactly(Outcome.CREATED, Outcome.CREATED, Outcome.REJECTED, Outcome.CREATED);
        assertThat(outcomes(again))
                .containsExactly(Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.REJECTED, Outcome.UNCHANGED);
    }

    @Test
    void theNearerOfTwoAtOneAddressIsMeant() {
        var sheet =
                List.of(at(1, "10.535000", "Chợ"), at(2, "10.535300", "Chợ")).toArray(Item[]::new);
        commit(sheet);

        assertThat(outcomes(commit(sheet))).containsExactly(Outcome.UNCHANGED, Outcome.UNCHANGED);
    }

    @Test
    void aListOfBareNamesThatComesAgainIsTheSameCameras() {
        commit(named(1), row(2, CameraField.NAME, "Cổng chợ"));

        var report = commit(named(1), row(2, CameraField.NAME, "Cổng chợ", CameraField.NOTE, "mới"));

        assertThat(outcomes(report)).containsExactly(Outcome.UNCHANGED, Outcome.UPDATED);
    }

    @Test
    void thatSaysItsPlaceOnlyNowIsForAPersonToDecide() {
        commit(named(1));

        var placed = commit(at(1, "10.535000", ""), addressed(2, "Số 5 Hùng Vương"));
        var other = commit(row(3, CameraField.NAME, "Ngã ba", CameraField.SERIAL, "SN12345"));

        assertThat(outcomes(placed)).containsExactly(Outcome.DOUBTFUL, Outcome.DOUBTFUL);
        assertThat(outcomes(other)).containsExactly(Outcome.DOUBTFUL);
        assertThat(placed.rows().get(0).findings()).extracting(Finding::rule).containsExactly("identity.place-unsaid");
        assertThat(hub.count("select count(*) from cameras")).isEqualTo(1);
    }

    private static Item named(int row) {
        return row(row, CameraField.NAME, "Ngã ba");
    }

    private static Item addressed(int row, String address) {
        return row(row, CameraField.NAME, "Ngã ba", CameraField.ADDRESS, address);
    }

    private static Item at(int row, String latitude, String address) {
        return row(
                row,
                CameraField.NAME,
                "Ngã ba",
                CameraField.ADDRESS,
                address,
                CameraField.LATITUDE,
                latitude,
                CameraField.LONGITUDE,
                "106.405000");
    }

    private IntakeReport commit(Item... rows) {
        return hub.intake.submit(sheet("commune", rows), Mode.COMMIT);
    }

    private static List<Outcome> outcomes(IntakeReport report) {
        return report.rows().stream().map(RowReport::outcome).toList();
    }
}

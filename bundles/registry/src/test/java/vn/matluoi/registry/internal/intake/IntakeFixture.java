package vn.matluoi.registry.internal.intake;

import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.IntakeReport.RowReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

/** A commune and a recorder, and what they say of a gate and a market. */
@ParameterizedClass
@EnumSource(Engine.class)
abstract class IntakeFixture {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void twoSources() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        hub.sources.put(source("recorder", LONG_AN), "test");
    }

    static Item gate(int row) {
        return row(
                row,
                CameraField.CODE,
                "LA-01",
                CameraField.NAME,
                "Cổng UBND",
                CameraField.ADDRESS,
                "Số 1 Nguyễn Đình Chiểu");
    }

    static Item market(int row) {
        return row(row, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ Long An");
    }

    static Statement device(Item... channels) {
        return statement("recorder", Layer.DEVICE, false, Optional.empty(), List.of(channels));
    }

    IntakeReport commit(Statement statement) {
        return hub.intake.submit(statement, Mode.COMMIT);
    }

    Camera camera(int number) {
        return hub.cameras.find(Scope.all(), CameraId.of("80", number)).orElseThrow();
    }

    Changes.Change lastChange() {
        return hub.changes.read(Scope.all(), hub.changes.last() - 1, 1).get(0);
    }

    static List<Outcome> outcomes(IntakeReport report) {
        return report.rows().stream().map(RowReport::outcome).toList();
    }
}

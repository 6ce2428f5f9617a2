package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class EarlierCamerasTest {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void fiveCamerasOfBefore() throws SQLException {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        hub.sources.put(source("police", LONG_AN), "test");
        commit(
                "commune",
                IntStream.rangeClosed(1, 5).mapToObj(n -> camera(n, "5")).toList());
        commit("police", List.of(camera(2, "6")));
        hub.run("delete from registry_seeds where name = 'evidence-of-before'");
    }

    @Test
    void whatWasNotKeptWhenTheyWereWrittenIsFilledIn() throws SQLException {
        var evidence = evidence();
        var conflicts = conflicts();
        assertThat(evidence).anyMatch(word -> word.startsWith("MAC")).anyMatch(word -> word.startsWith("SPOT"));
        assertThat(conflicts).hasSize(1);
        hub.run("delete from evidence where kind in ('MAC', 'SPOT')");
        hub.run("delete from camera_conflicts");
        var changes = hub.changes.last();

        assertThat(EarlierCameras.fill(hub.database, 2)).isTrue();
        assertThat(evidence()).as("two cameras only").isNotEqualTo(evidence);
        all();

        assertThat(evidence()).isEqualTo(evidence);
        assertThat(conflicts()).isEqualTo(conflicts);
        assertThat(hub.changes.last()).as("no camera changed").isEqualTo(changes);
        assertThat(EarlierCameras.fill(hub.database, 2)).as("once").isFalse();
        assertThat(hub.intake
                        .submit(sheet("police", camera(3, "5")), Mode.DRY_RUN)
                        .rows()
                        .get(0)
                        .outcome())
                .as("known by its MAC and place")
                .isNotEqualTo(Outcome.CREATED);
    }

    @Test
    void fillingInWhatIsThereChangesNothing() {
        var evidence = evidence();
        var conflicts = conflicts();
        all();
        assertThat(evidence()).isEqualTo(evidence);
        assertThat(conflicts()).isEqualTo(conflicts);
    }

    @Test
    void anEmptyDatabaseIsDoneAtOnce() throws SQLException {
        hub = Hub.empty(engine);
        hub.run("delete from registry_seeds where name = 'evidence-of-before'");
        assertThat(EarlierCameras.fill(hub.database, 200)).isFalse();
        assertThat(hub.count("select count(*) from registry_seeds where name = 'evidence-of-before' and hash = 'done'"))
                .isEqualTo(1);
    }

    private void all() {
        while (EarlierCameras.fill(hub.database, 2)) {
            // bounded by the five cameras
        }
    }

    private void commit(String source, List<Item> rows) {
        hub.intake.submit(sheet(source, rows.toArray(Item[]::new)), Mode.COMMIT);
    }

    private static Item camera(int number, String height) {
        return row(
                number,
                CameraField.CODE,
                "C" + number,
                CameraField.NAME,
                "Cột " + number,
                CameraField.MAC,
                "0C:11:22:33:44:5" + number,
                CameraField.LATITUDE,
                "10.53" + number + "000",
                CameraField.LONGITUDE,
                "106.405000",
                CameraField.HEIGHT,
                height,
                CameraField.AZIMUTH,
                "90");
    }

    private List<String> evidence() {
        return list("select kind || ' ' || content || ' ' || source || ' ' || camera from evidence order by 1");
    }

    private List<String> conflicts() {
        return list("select camera || ' ' || fields from camera_conflicts order by 1");
    }

    private List<String> list(String sql) {
        return hub.database.read(connection -> Rows.list(connection, sql, List.of(), row -> row.getString(1)));
    }
}

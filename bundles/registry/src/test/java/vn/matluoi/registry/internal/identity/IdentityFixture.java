package vn.matluoi.registry.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Identity.Question;
import vn.matluoi.api.registry.Identity.Standing;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

/** A commune, the police and a recorder, and what the tests of identities ask. */
@ParameterizedClass
@EnumSource(Engine.class)
abstract class IdentityFixture {

    static final CameraId FIRST = CameraId.of("80", 1);
    static final CameraId SECOND = CameraId.of("80", 2);

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void threeSources() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        hub.sources.put(source("police", LONG_AN), "test");
        hub.sources.put(source("recorder", TAN_AN), "test");
    }

    static void refused(String rule, ThrowingCallable deed) {
        assertThatExceptionOfType(HubException.class).isThrownBy(deed).satisfies(refusal -> assertThat(refusal.rule())
                .isEqualTo(rule));
    }

    IntakeReport commit(Statement statement) {
        return hub.intake.submit(statement, Mode.COMMIT);
    }

    Camera camera(CameraId id) {
        return hub.cameras.find(Scope.all(), id).orElseThrow();
    }

    long cameras() {
        return hub.cameras.list(Scope.all(), CameraQuery.first(10)).total();
    }

    List<Question> open() {
        return questions(Standing.OPEN);
    }

    List<Question> questions(Standing standing) {
        return hub.identity
                .questions(Scope.all(), Optional.of(standing), 50, Optional.empty())
                .items();
    }

    static List<Outcome> outcomes(IntakeReport report) {
        return report.rows().stream().map(IntakeReport.RowReport::outcome).toList();
    }
}

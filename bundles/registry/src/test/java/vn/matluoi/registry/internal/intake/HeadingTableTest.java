package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.LearnedHeadings.Learned;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;
import vn.matluoi.registry.internal.support.KeptAudit;

@ParameterizedClass
@EnumSource(Engine.class)
class HeadingTableTest {

    private static final Caller CALLER = Caller.system();

    @Parameter
    Engine engine;

    private final KeptAudit audit = new KeptAudit();
    private Hub hub;

    @BeforeEach
    void twoSources() {
        hub = Hub.empty(engine);
        hub.sources.put(source("ward", LONG_AN), "test");
        hub.sources.put(source("other", LONG_AN), "test");
    }

    @Test
    void learnsAHeadingOfOneSourceForGood() {
        var table = new HeadingTable(hub.database, audit, () -> Hub.NOW);
        var ward = new SourceId("ward");
        table.learn(CALLER, "shell", ward, " Cao độ   cột ", CameraField.NOTE);
        table.learn(CALLER, "shell", ward, "CAO ĐỘ CỘT", CameraField.HEIGHT);

        assertThat(table.of(ward))
                .containsExactly(new Learned(ward, "CAO ĐỘ CỘT", CameraField.HEIGHT, CALLER.account(), Hub.NOW));
        assertThat(table.of(new SourceId("other"))).isEmpty();
        table.forget(CALLER, "shell", ward, "cao do cot");
        assertThat(table.of(ward)).isEmpty();
        assertThat(audit.records)
                .extracting(one -> one.action())
                .containsExactly("heading.learn", "heading.learn", "heading.forget");

        for (var refused : List.<Runnable>of(
                () -> table.learn(CALLER, "shell", new SourceId("nobody"), "a", CameraField.NAME),
                () -> table.learn(CALLER, "shell", ward, "--", CameraField.NAME),
                () -> table.learn(CALLER, "shell", ward, "a".repeat(201), CameraField.NAME),
                () -> table.forget(CALLER, "shell", ward, "a"))) {
            assertThatExceptionOfType(HubException.class).isThrownBy(refused::run);
        }
    }
}

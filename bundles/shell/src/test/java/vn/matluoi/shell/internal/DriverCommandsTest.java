package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers;

/** A driver is changed by a plan, which is shown first. */
class DriverCommandsTest extends CommandFixture {

    @Test
    void aPlanIsShownInBothLanguagesAndNothingIsDone() throws Exception {
        var done = new ArrayList<Object>();
        var command = ready(new DriverInstall());
        command.drivers = planner(done);
        command.words = List.of("/tmp/acme-1.1.0.kar", "--plan");
        command.execute();
        assertThat(printed()).contains("thay acme 1.0.0 bằng 1.1.0", "replaces acme 1.0.0 by 1.1.0");
        assertThat(done).isEmpty();
        assertThat(audited).isEmpty();
    }

    @Test
    void withoutItThePlanIsShownThenCarriedOut() throws Exception {
        var done = new ArrayList<Object>();
        var command = ready(new DriverUpgrade());
        command.drivers = planner(done);
        command.words = List.of("acme", "--version", "1.1.0");
        command.execute();
        assertThat(printed()).contains("replaces acme 1.0.0 by 1.1.0", "ACTIVE");
        assertThat(done).containsExactly(new DriverAdmin.Order.Upgrade("acme", Optional.of("1.1.0")));
        assertThat(audited).hasSize(1);
    }

    @SuppressWarnings("unchecked")
    private static DriverAdmin planner(List<Object> done) {
        var plan = new DriverAdmin.Plan(
                "acme",
                Optional.of("1.0.0"),
                Optional.of("1.1.0"),
                List.of(),
                List.of(new Text("thay acme 1.0.0 bằng 1.1.0", "replaces acme 1.0.0 by 1.1.0")));
        return fake(DriverAdmin.class, (method, given) -> {
            if (method.equals("plan")) {
                return plan;
            }
            ((Consumer<Object>) given[2]).accept(plan);
            done.add(given[1]);
            return Optional.of(
                    new Drivers.Plugin("acme", Optional.of("1.1.0"), Drivers.Status.ACTIVE, Optional.empty(), 3));
        });
    }
}

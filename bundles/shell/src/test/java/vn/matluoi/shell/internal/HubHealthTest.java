package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.health.Readiness;

/** {@code hub:health}, through the API and without it. */
class HubHealthTest extends CommandFixture {

    @Test
    void isUnwellWhenAPartIsMissingThatMustBeThere() throws Exception {
        var command = ready(new Health());
        command.readiness = () -> new Readiness.Answer(
                false,
                List.of(
                        new Readiness.Check("media", false, new Text("Chưa có", "Missing")),
                        new Readiness.Check("schema", true, new Text("tốt", "good"))));
        assertThat(command.execute()).isEqualTo(1);
        assertThat(printed()).containsPattern("media\\W+false").containsPattern("schema\\W+true");
    }

    @Test
    void asksThePartsItselfWhenTheApiIsAway() throws Exception {
        var command = ready(new Health());
        command.checks =
                List.of(check("schema", () -> HealthCheck.Result.ok(new Text("tốt", "good"))), check("media", () -> {
                    throw new IllegalStateException("inner workings");
                }));
        assertThat(command.execute()).isEqualTo(1);
        assertThat(printed())
                .containsPattern("media\\W+false")
                .containsPattern("rest\\W+false\\W+API HTTPS không chạy")
                .containsPattern("schema\\W+true")
                .doesNotContain("inner");
    }

    private static HealthCheck check(String name, Supplier<HealthCheck.Result> result) {
        return fake(HealthCheck.class, (method, given) -> method.equals("name") ? name : result.get());
    }
}

package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;

class KeyFileWatchTest {

    private final AtomicInteger looks = new AtomicInteger();
    private final KeyFileWatch watch = new KeyFileWatch(looks::incrementAndGet);

    private void refusedOver(String parameter) {
        var route = new RouteSettings("his", "any", Map.of(parameter, "his.xml"), RouteSettings.BY_HAND, true);
        watch.refused(route, List.of(new FieldError(parameter, "file", Text.same("it is not there"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret.file", "key.file", "ca.file", "upper.secret.file"})
    void aKeyOverWhichARouteWasRefusedIsLookedAt(String parameter) {
        refusedOver(parameter);
        assertThat(looks).hasValue(1);
        assertThat(watch.changed(any -> true)).as("it was never looked at").containsExactly("his");
        assertThat(watch.changed(any -> true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"body.file", "query.file", "secret", "notca.file"})
    void whatLiesElsewhereIsNotLookedForAmongKeys(String parameter) {
        refusedOver(parameter);
        assertThat(looks).hasValue(0);
        assertThat(watch.changed(any -> true)).isEmpty();
    }

    @Test
    void aRouteThatIsRefusedOverSomethingElseNowIsNotLookedAtAnyMore() {
        refusedOver("secret.file");
        refusedOver("body.file");
        assertThat(watch.changed(any -> true)).isEmpty();
        assertThat(looks).hasValue(1);
    }
}

package vn.matluoi.rest.internal.v1;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Decision;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.access.Scope;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;

class CameraCallsTest {

    private static final Asking ASKING = new Asking(
            Optional.of(new Caller("hoa", Role.OPERATOR, Set.of(), false)),
            Scope.all(),
            Optional.empty(),
            "192.0.2.7",
            Locale.ENGLISH);

    /** Every question to the decision point is answered no; nothing else is asked for. */
    private static final Services SERVICES = new Services() {
        @Override
        public <T> List<T> all(Class<T> type) {
            var no = new Decision(false, Scope.nothing(), Text.same("no"));
            return List.of(type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> type == AccessDecisions.class ? no : null)));
        }
    };

    @Test
    void whatIsWaitedForNoLongerIsNotGoneOnWith() {
        var device = new CompletableFuture<String>();
        var answer = new CameraCalls(SERVICES)
                .ask(ASKING, Optional.empty(), Duration.ZERO, () -> device)
                .toCompletableFuture();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(answer::join)
                .withCauseInstanceOf(TimeoutException.class);
        await().until(device::isCancelled);
    }
}

package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers;

/** What is ordered of driver plug-ins: planned first, and done when it is confirmed. */
@Timeout(60)
class DriverTest {

    private static final Drivers.Plugin ACME = new Drivers.Plugin(
            "acme",
            Optional.of("1.1.0"),
            Drivers.Status.QUARANTINED,
            Optional.of(new Text("bị cách ly: treo", "quarantined: hangs")),
            3,
            List.of("1.1.0", "1.0.0"));

    private static final byte[] KAR = "what a .kar file holds".getBytes(StandardCharsets.UTF_8);

    private final FakeHub hub = new FakeHub();
    private final Recorded admin = new Recorded();
    private RunningApi api;

    @BeforeEach
    void start() {
        hub.services.put(Drivers.class, (Drivers) () -> List.of(ACME));
        hub.services.put(DriverAdmin.class, admin);
        api = new RunningApi(hub);
    }

    @AfterEach
    void stop() {
        admin.goOn.countDown();
        api.close();
    }

    /** Writes down what it is asked for. */
    private static final class Recorded implements DriverAdmin {

        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final ConcurrentLinkedQueue<Path> files = new ConcurrentLinkedQueue<>();
        private Optional<HubException> refuses = Optional.empty();
        private volatile Optional<Drivers.Plugin> after = Optional.of(ACME);
        private final CountDownLatch waiting = new CountDownLatch(2);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean slow;

        @Override
        public Plan plan(Caller by, Order order) {
            note("plan", by, order);
            return made(order);
        }

        @Override
        public Optional<Drivers.Plugin> carryOut(Caller by, Order order, Consumer<Plan> shown) {
            note("do", by, order);
            shown.accept(made(order));
            return after;
        }

        @Override
        public void release(Caller by, String family) {
            calls.add("release " + family + " by " + by.account());
            refuse();
        }

        private void note(String what, Caller by, Order order) {
            if (order instanceof Order.Take take) {
                try {
                    calls.add("%s %s %s by %s"
                            .formatted(what, take.file().getFileName(), Files.readString(take.file()), by.account()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                files.add(take.file());
            } else {
                calls.add("%s %s by %s".formatted(what, order, by.account()));
            }
            refuse();
            if (slow) {
                waiting.countDown();
                try {
                    goOn.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private void refuse() {
            refuses.ifPresent(refusal -> {
                throw refusal;
            });
        }

        private static Plan made(Order order) {
            return new Plan(
                    "acme",
                    Optional.of("1.0.0"),
                    order instanceof Order.Remove ? Optional.empty() : Optional.of("1.1.0"),
                    List.of(),
                    List.of(new Text("thay 1.0.0 bằng 1.1.0", "replaces 1.0.0 by 1.1.0")));
        }
    }

    private RunningApi.Answer upload(String query, byte[] body, String... more) {
        var headers = new ArrayList<>(
                List.of("Authorization", RunningApi.basic("admin"), "Content-Type", "application/octet-stream"));
        headers.addAll(List.of(more));
        return api.stream("POST", "/api/v1/drivers" + query, body, headers.toArray(String[]::new));
    }

    @Test
    void listsPlugInsWithTheVersionsKeptAndWhyOneIsHeld() {
        var listed = api.get("admin", "/drivers").json().path("items").get(0);
        assertThat(listed.path("status").asText()).isEqualTo("quarantined");
        assertThat(listed.path("problem").asText()).isEqualTo("bị cách ly: treo");
        assertThat(listed.path("kept").toString()).isEqualTo("[\"1.1.0\",\"1.0.0\"]");
        assertThat(api.get("admin", "/drivers/acme").json()).isEqualTo(listed);
        assertThat(api.get("admin", "/drivers/other").status()).isEqualTo(404);
    }

    @Test
    void aFileThatIsSentIsAnsweredWithThePlanAndNothingIsDone() {
        var answer = upload("?name=acme-1.1.0.kar", KAR, "Accept-Language", "en");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("done").asBoolean()).isFalse();
        assertThat(answer.json().path("present").asText()).isEqualTo("1.0.0");
        assertThat(answer.json().path("next").asText()).isEqualTo("1.1.0");
        assertThat(answer.json().path("steps").get(0).asText()).isEqualTo("replaces 1.0.0 by 1.1.0");
        assertThat(answer.json().has("driver")).isFalse();
        assertThat(admin.calls).containsExactly("plan acme-1.1.0.kar what a .kar file holds by admin");
        assertThat(admin.files).allSatisfy(file -> assertThat(file.getParent()).doesNotExist());
    }

    @Test
    void aFileThatIsConfirmedIsInstalledAndNotKeptByTheSurface() {
        var answer = upload("?dryRun=false", KAR);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/drivers/acme");
        assertThat(answer.json().path("done").asBoolean()).isTrue();
        assertThat(answer.json().path("steps").get(0).asText()).isEqualTo("thay 1.0.0 bằng 1.1.0");
        assertThat(answer.json().path("driver").path("family").asText()).isEqualTo("acme");
        assertThat(admin.calls).containsExactly("do plug-in.kar what a .kar file holds by admin");
        assertThat(admin.files).allSatisfy(file -> assertThat(file.getParent()).doesNotExist());
    }

    @Test
    void aFileThatIsTooLargeIsCutOffWhateverItsSenderAnnounces() {
        var answer = upload("", new byte[(16 << 20) + 1]);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.rule()).isEqualTo("body.too-large");
        assertThat(admin.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/drivers?name=../../etc/a.kar, name, field.pattern",
        "/drivers?name=a.jar, name, field.pattern",
        "/drivers?dryRun=no, dryRun, query.boolean",
        "/drivers/acme/rollback?version=../1.0.0, version, field.pattern",
        "/drivers/..acme/rollback, family, field.pattern",
        "/drivers/acme/upgrade?to=1.1.0, to, query.unknown"
    })
    void refusesWhatCannotBe(String path, String field, String rule) {
        var body = path.startsWith("/drivers?") ? KAR : null;
        var answer = api.call(
                "POST",
                "/api/v1" + path,
                body,
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "application/octet-stream");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").get(0).path("field").asText()).isEqualTo(field);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(admin.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /drivers/acme/install, 'Install[family=acme, version=Optional.empty]'",
        "POST, /drivers/acme/install?version=1.0.0, 'Install[family=acme, version=Optional[1.0.0]]'",
        "POST, /drivers/acme/upgrade?version=1.1.0, 'Upgrade[family=acme, version=Optional[1.1.0]]'",
        "POST, /drivers/acme/rollback, 'RollBack[family=acme, version=Optional.empty]'",
        "DELETE, /drivers/acme, 'Remove[family=acme]'"
    })
    void everyOrderIsAPlanUntilItIsConfirmed(String method, String path, String order) {
        var planned = api.send("admin", method, path, null);
        assertThat(planned.status()).as(planned.text()).isEqualTo(200);
        assertThat(planned.json().path("done").asBoolean()).isFalse();
        assertThat(admin.calls).containsExactly("plan " + order + " by admin");

        var done = api.send("admin", method, path + (path.contains("?") ? "&" : "?") + "dryRun=false", null);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().path("done").asBoolean()).isTrue();
        assertThat(admin.calls).last().isEqualTo("do " + order + " by admin");
    }

    @Test
    void ofAPlugInThatIsGoneNothingIsShown() {
        admin.after = Optional.empty();
        var done = api.send("admin", "DELETE", "/drivers/acme?dryRun=false", null);
        assertThat(done.json().has("driver")).isFalse();
        assertThat(done.json().has("next")).isFalse();
    }

    @Test
    void releasesAPlugInThatIsHeld() {
        assertThat(api.send("admin", "POST", "/drivers/acme/release", null)
                        .json()
                        .path("family")
                        .asText())
                .isEqualTo("acme");
        assertThat(admin.calls).containsExactly("release acme by admin");
    }

    @Test
    void whatTheHubRefusesIsToldInTheLanguageAskedFor() {
        admin.refuses = Optional.of(new HubException(
                Reason.CONFLICT,
                "driver.plan-touches-others",
                new Text("không thực hiện: đụng tới gói khác", "not done: it would touch other bundles")));
        var refused = upload("?dryRun=false", KAR);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.rule()).isEqualTo("driver.plan-touches-others");
        assertThat(refused.json().path("detail").asText()).isEqualTo("không thực hiện: đụng tới gói khác");
        assertThat(upload("?dryRun=false", KAR, "Accept-Language", "en")
                        .json()
                        .path("detail")
                        .asText())
                .isEqualTo("not done: it would touch other bundles");
        assertThat(admin.files).hasSize(2).allSatisfy(file -> assertThat(file.getParent())
                .doesNotExist());
    }

    @Test
    void aPlugInThatIsInstalledAndDoesNotServeIsAProblemThatSaysWhy() {
        admin.refuses = Optional.of(new HubException(
                Reason.CONFLICT,
                "driver.does-not-serve",
                new Text("đã cài acme nhưng không chạy: lỗi", "acme is installed, but does not serve: a fault")));
        for (var answer : List.of(
                upload("?dryRun=false", KAR), api.send("admin", "POST", "/drivers/acme/install?dryRun=false", null))) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.rule()).isEqualTo("driver.does-not-serve");
            assertThat(answer.json().path("detail").asText()).contains("không chạy: lỗi");
        }
    }

    @Test
    void moreOrdersThanTwoAtOnceAreToldToComeAgain() throws Exception {
        admin.slow = true;
        var first = CompletableFuture.supplyAsync(() -> upload("", KAR));
        var second = CompletableFuture.supplyAsync(() -> api.send("admin", "DELETE", "/drivers/acme", null));
        assertThat(admin.waiting.await(60, TimeUnit.SECONDS)).isTrue();

        var third = api.send("admin", "POST", "/drivers/acme/upgrade", null);
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.rule()).isEqualTo("driver.orders");
        assertThat(api.get("admin", "/drivers").status()).isEqualTo(200);

        admin.goOn.countDown();
        assertThat(first.get().status()).isEqualTo(200);
        assertThat(second.get().status()).isEqualTo(200);
        assertThat(api.send("admin", "POST", "/drivers/acme/upgrade", null).status())
                .isEqualTo(200);
    }
}

package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes.Status;
import vn.matluoi.registry.internal.support.Engine;

/** Routes of files that name a file with a secret, which is mended while their own files stay as they are. */
class KeyFileRoutesTest {

    private static final Map<String, Object> KEYED = Map.of(RouteCheck.TEMPLATE, "keyed");
    private static final Caller ADMIN = Caller.system();

    @TempDir
    Path etc;

    private final DataSource database = Engine.DERBY.migrated("db/routes.sql");
    private final RecordingAudit audit = new RecordingAudit();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final AtomicInteger judged = new AtomicInteger();
    private final String etcBefore = System.getProperty("karaf.etc");
    private HubCamelContext context;
    private ConfiguredRoutes routes;

    @BeforeEach
    void start() {
        System.setProperty("karaf.etc", etc.toString());
        context = new HubCamelContext(new DefaultCamelContext());
        routes = new ConfiguredRoutes(context, new RouteStore(database), audit, waiting::add, () -> false);
        routes.addCheck(
                settings -> {
                    judged.incrementAndGet();
                    var errors = new ArrayList<FieldError>();
                    KeyFile.check("secret.file", settings, KeyFile.folder(), errors);
                    return errors;
                },
                KEYED);
        routes.addTemplate(TestTemplates.keyed(), KEYED);
    }

    @AfterEach
    void stop() {
        context.stop();
        if (etcBefore == null) {
            System.clearProperty("karaf.etc");
        } else {
            System.setProperty("karaf.etc", etcBefore);
        }
    }

    @Test
    void aRouteRefusedOverAnOpenKeyRunsOnceTheKeyIsClosed() throws IOException {
        key("rw-r--r--");
        configured("vms");
        assertThat(status()).isEqualTo(Status.REFUSED);
        pass();
        pass();
        assertThat(status()).isEqualTo(Status.REFUSED);

        key("rw-------");
        pass();
        assertThat(status()).isEqualTo(Status.STARTED);
        assertThat(routes.find("vms").orElseThrow().problem()).isEmpty();
        pass();
        assertThat(waiting).as("nobody looks at keys any more").isEmpty();
    }

    @Test
    void aRouteRefusedForWantOfAKeyRunsOnceItIsThere() throws IOException {
        configured("vms");
        assertThat(status()).isEqualTo(Status.REFUSED);
        key("rw-------");
        pass();
        assertThat(status()).isEqualTo(Status.STARTED);
    }

    @Test
    void aKeyThatStaysAsItIsIsNotJudgedAgain() throws IOException {
        key("rw-r--r--");
        configured("vms");
        pass(); // it may have changed while it was judged
        var before = judged.get();
        pass();
        pass();
        assertThat(judged).hasValue(before);
        assertThat(waiting).as("one look is enough").hasSize(1);
        assertThat(audit.actions()).containsExactly("route.configure REFUSED");
    }

    @Test
    void aRouteWhoseKeyWasOpenAtTheStartOfTheHubRunsOnceItIsClosed() throws IOException {
        key("rw-------");
        configured("vms");
        assertThat(status()).isEqualTo(Status.STARTED);
        context.stop();
        key("rw-rw----");
        start();
        assertThat(status()).isEqualTo(Status.REFUSED);
        key("rw-------");
        pass();
        assertThat(status()).isEqualTo(Status.STARTED);
    }

    @Test
    void aFileThatIsGoneIsNotWaitedForAnyMore() {
        configured("vms");
        routes.forget("vms");
        pass();
        assertThat(waiting).isEmpty();
        assertThat(routes.list()).isEmpty();
    }

    @Test
    void whoStartsARouteThatWasRefusedHasItJudgedAgain() throws IOException {
        configured("vms");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> routes.start(ADMIN, "vms"))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(Reason.INVALID);
                    assertThat(e.text().vi()).contains("vn.matluoi.route-vms.cfg", "etc/keys/vms", "hub:route-start");
                });
        key("rw-------");
        routes.start(ADMIN, "vms");
        assertThat(status()).isEqualTo(Status.STARTED);
    }

    @Test
    void whoStartsARouteThatRunsHasWhatItsFileSaysNowJudgedAgain() throws IOException {
        key("rw-------");
        configured("vms");
        configured("new");
        assertThat(status()).isEqualTo(Status.REFUSED);
        Files.move(etc.resolve("keys/vms"), etc.resolve("keys/new"));
        routes.start(ADMIN, "vms");
        assertThat(status()).isEqualTo(Status.STARTED);
        assertThat(routes.find("vms").orElseThrow().parameters()).containsEntry("secret.file", "new");
    }

    /** What is to be done in a while is done. */
    private void pass() {
        for (var times = waiting.size(); times > 0; times--) {
            waiting.remove().run();
        }
    }

    private void configured(String key) {
        routes.configure("vms", "vn.matluoi.route-vms.cfg", Map.of("template", "keyed", "secret.file", key));
    }

    private void key(String mode) throws IOException {
        var file = etc.resolve("keys/vms");
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.writeString(file, "x");
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Status status() {
        return routes.find("vms").orElseThrow().status();
    }
}

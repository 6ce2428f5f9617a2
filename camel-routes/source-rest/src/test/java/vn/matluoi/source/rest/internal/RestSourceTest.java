package vn.matluoi.source.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ServiceLoader;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.http.DeviceHttp;

class RestSourceTest {

    private static final int ROUTES = 12;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Agency agency = new Agency();
    private final Catalogue catalogue = new Catalogue();
    private final RestSource source = new RestSource(
            ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow(), catalogue, catalogue, Catalogue.sources());

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(source);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        agency.close();
    }

    private void route(String name) throws Exception {
        TemplatedRouteBuilder.builder(camel, RestSource.NAME)
                .routeId(name)
                .parameter("routeName", name)
                .parameter("url", agency.address() + "/" + name)
                .parameter("source", name)
                .parameter("area", "27694")
                .add();
    }

    @Test
    void manyAgenciesAreAskedAtOnePaceByAFewThreads() throws Exception {
        for (var n = 0; n < ROUTES; n++) {
            agency.says("/vms-" + n, "[{\"name\": \"%d\"}]".formatted(n));
            route("vms-" + n);
        }
        await().until(() -> catalogue.lists.size() == ROUTES);
        assertThat(catalogue.orders).extracting(order -> order.source().value()).doesNotHaveDuplicates();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().contains("- poll"))
                .hasSizeBetween(1, 8);
    }

    @Test
    void aRouteThatIsStoppedAndMadeAnewIsAskedAnew() throws Exception {
        agency.says("/vms", 503, "text/plain", "busy");
        route("vms");
        await().until(() -> source.problem("vms").isPresent());

        camel.getRouteController().stopRoute("vms");
        camel.removeRoute("vms");
        agency.says("/vms", "[{\"name\": \"1\"}]");
        route("vms");

        await().until(() -> catalogue.lists.size() == 1);
        assertThat(source.problem("vms")).isEmpty();
    }
}

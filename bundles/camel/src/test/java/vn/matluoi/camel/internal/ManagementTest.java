package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Attribute;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.registry.internal.support.Engine;

/** What a console sees of the routes: each with its name, group, description and statistics. */
class ManagementTest {

    private final HubCamelContext context = new HubCamelContext(new DefaultCamelContext());

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void everyRouteIsSeenWithItsExtendedStatistics() throws Exception {
        var routes = new ConfiguredRoutes(
                context,
                new RouteStore(Engine.DERBY.migrated("db/routes.sql")),
                new RecordingAudit(),
                Runnable::run,
                () -> false);
        routes.addCheck(settings -> List.of(), Map.of(RouteCheck.TEMPLATE, "ticking"));
        routes.addTemplate(TestTemplates.ticking(), Map.of(RouteCheck.TEMPLATE, "ticking"));
        routes.add(Caller.system(), "tick", "ticking", Map.of("pace.ms", "60000", "first.ms", "1", "source", "xa-$1"));
        assertThat(attribute("type=context,name=\"matluoi\"", "ManagementStatisticsLevel"))
                .isEqualTo("Extended");
        var route = "type=routes,name=\"tick\"";
        assertThat(attribute(route, "RouteGroup")).isEqualTo("agency");
        assertThat(attribute(route, "Description")).isEqualTo("Đồng hồ → xa-$1");
        assertThat(attribute(route, "StatisticsEnabled")).isEqualTo(true);
        await().until(() -> attribute(route, "ExchangesCompleted").equals(1L));
        assertThat(attribute(route, "LastExchangeCompletedTimestamp")).isNotNull();
        assertThat(attribute("type=processors,name=\"*\"", "ExchangesTotal")).isEqualTo(1L);

        routes.remove(Caller.system(), "tick");
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("org.apache.camel:" + route + ",*"), null))
                .isEmpty();
    }

    /** Shows a secret at each tick, unless that was refused before. */
    public static final class Stubborn {

        private final OneTry login = new OneTry();
        private final AtomicInteger ticks;
        private final AtomicInteger shown;

        Stubborn(AtomicInteger ticks, AtomicInteger shown) {
            this.ticks = ticks;
            this.shown = shown;
        }

        public void tick() {
            try {
                ticks.incrementAndGet();
                login.ask("a secret");
                shown.incrementAndGet();
                login.refused("a secret", Unusable.because("credentials", "từ chối", "refused"));
            } catch (Unusable refused) {
                // as it should be
            }
        }
    }

    @Test
    void whoStopsARouteByJmxAndStartsItHasARefusedSecretTriedOnceMore() throws Exception {
        var soon = new LinkedBlockingQueue<Runnable>();
        var audit = new RecordingAudit();
        var routes = new ConfiguredRoutes(
                context,
                new RouteStore(Engine.DERBY.migrated("db/routes.sql")),
                audit,
                Runnable::run,
                soon::add,
                () -> false);
        var ticks = new AtomicInteger();
        var shown = new AtomicInteger();
        routes.addCheck(settings -> List.of(), Map.of(RouteCheck.TEMPLATE, "stubborn"));
        routes.addTemplate(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        routeTemplate("stubborn")
                                .templateParameter("routeName")
                                .configure(route -> getContext()
                                        .getRegistry()
                                        .bind(
                                                "stubborn-" + route.getProperty("routeName", String.class),
                                                new Stubborn(ticks, shown)))
                                .from("timer:{{routeName}}?period=5&delay=1")
                                .removeHeaders("*")
                                .bean("stubborn-{{routeName}}", "tick");
                    }
                },
                Map.of(RouteCheck.TEMPLATE, "stubborn"));
        soon.clear();
        routes.add(Caller.system(), "vms", "stubborn", Map.of());
        assertThat(soon).as("what the hub starts is no person's act").isEmpty();
        await().until(() -> ticks.get() > 3);
        assertThat(shown).hasValue(1);

        var route = "type=routes,name=\"vms\"";
        invoke(route, "stop");
        assertThat(routes.find("vms").map(Routes.Route::status)).contains(Routes.Status.STOPPED);
        invoke(route, "start");
        soon.take().run();
        assertThat(soon).as("made anew once").isEmpty();
        assertThat(audit.by("jmx")).containsExactly("route.start vms DONE");
        var before = ticks.get();
        await().until(() -> ticks.get() > before + 3);
        assertThat(shown).hasValue(2);
        assertThat(attribute(route, "State")).isEqualTo("Started");

        invoke(route, "stop");
        invoke(route, "start");
        routes.stop(Caller.system(), "vms");
        soon.take().run();
        assertThat(routes.find("vms").map(Routes.Route::status))
                .as("a person stopped it meanwhile")
                .contains(Routes.Status.STOPPED);
        assertThat(audit.by("jmx")).as("started it was").hasSize(2);

        routes.start(Caller.system(), "vms");
        await().until(() -> shown.get() == 3);
        audit.away(true);
        invoke(route, "stop");
        invoke(route, "start");
        soon.take().run();
        var since = ticks.get();
        await().until(() -> ticks.get() > since + 3);
        assertThat(shown).as("what is not recorded is not done").hasValue(3);
        routes.close();
    }

    @Test
    void messagesAreTracedWhenAnAdministratorAsks() throws Exception {
        var routes = new ConfiguredRoutes(
                context,
                new RouteStore(Engine.DERBY.migrated("db/routes.sql")),
                new RecordingAudit(),
                Runnable::run,
                () -> false);
        routes.addCheck(settings -> List.of(), Map.of(RouteCheck.TEMPLATE, "ticking"));
        routes.addTemplate(TestTemplates.ticking(), Map.of(RouteCheck.TEMPLATE, "ticking"));
        var tracer = "type=tracer,name=BacklogTracer";
        routes.add(Caller.system(), "tick", "ticking", Map.of("pace.ms", "20", "first.ms", "1"));
        assertThat(attribute(tracer, "Enabled")).isEqualTo(false);
        set(tracer, "Enabled", true);
        await().until(() -> (long) attribute(tracer, "TraceCounter") > 0);
        assertThat((String) invoke(tracer, "dumpAllTracedMessagesAsXml")).contains("<routeId>tick</routeId>");
    }

    private static void set(String key, String attribute, Object value) throws Exception {
        ManagementFactory.getPlatformMBeanServer().setAttribute(name(key), new Attribute(attribute, value));
    }

    private static Object invoke(String key, String operation) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().invoke(name(key), operation, new Object[0], new String[0]);
    }

    private static Object attribute(String key, String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(name(key), attribute);
    }

    private static ObjectName name(String key) throws Exception {
        var names = ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:context=*," + key + ",*"), null);
        assertThat(names).as(key).isNotEmpty();
        return names.iterator().next();
    }
}

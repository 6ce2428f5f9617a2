package vn.matluoi.camel.internal;

import static org.apache.camel.builder.Builder.constant;
import static org.apache.camel.builder.Builder.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.registry.internal.support.Engine;

/** A template that breaks a rule of routes is not used; each rule has a template here that breaks it. */
class RouteRulesTest {

    @Test
    void aGoodRouteBreaksNone() throws Exception {
        assertThat(breaches(route -> route.removeHeaders("*", "MatLuoiKept")
                        .setHeader("MatLuoiSource", constant("x"))
                        .choice()
                        .when()
                        .method("bean", "isNew")
                        .bean("bean", "add")
                        .otherwise()
                        .bean("bean", "change")
                        .end()
                        .removeHeaders("*")
                        .to("seda:after?size=1000")))
                .isEmpty();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("route.entry", route -> route.setHeader("a", constant("x"))
                        .removeHeaders("*")
                        .bean("b", "m")),
                bad("route.entry", route -> route.removeHeaders("Camel*").bean("b", "m")),
                bad("route.entry", route -> route.removeHeaders("*", "Camel*").bean("b", "m")),
                bad("route.entry", route -> route.removeHeaders("*", "CamelFileName")
                        .bean("b", "m")),
                bad(
                        "route.exit",
                        route -> route.removeHeaders("*").bean("b", "m").to("file:out")),
                bad(
                        "route.exit",
                        route -> route.removeHeaders("*").bean("b", "m").bean("b", "n")),
                bad("route.exit", route -> route.removeHeaders("*")
                        .process(exchange -> {})
                        .to(ExchangePattern.InOnly, "direct:x")),
                bad("route.exit", route -> route.removeHeaders("*")
                        .choice()
                        .when()
                        .method("b", "m")
                        .bean("b", "m")
                        .end()
                        .to("direct:x")),
                bad("route.exit", route -> route.onException(Exception.class)
                        .to("direct:failed")
                        .end()
                        .removeHeaders("*")
                        .bean("b", "m")),
                bad("route.bean", route -> route.removeHeaders("*").bean("b")),
                bad("route.dynamic", route -> route.removeHeaders("*").toD("file:${body}")),
                bad("route.dynamic", route -> route.removeHeaders("*")
                        .recipientList(header("to"))
                        .end()),
                bad("route.dynamic", route -> route.removeHeaders("*").routingSlip(header("to"))),
                bad("route.dynamic", route -> route.removeHeaders("*")
                        .enrich()
                        .constant("direct:x")
                        .end()),
                bad(
                        "route.dynamic",
                        route -> route.removeHeaders("*").wireTap("direct:x").end()),
                bad("route.dynamic", route -> route.removeHeaders("*").to("file:out?fileName=${header.name}")),
                bad(
                        "route.expression",
                        route -> route.removeHeaders("*").setBody().simple("${body}")),
                bad("route.expression", route -> route.removeHeaders("*").log("${body}")),
                bad("route.expression", route -> route.removeHeaders("*")
                        .filter()
                        .simple("${body} > 1")
                        .end()),
                bad("route.component", route -> route.removeHeaders("*").to("exec:ls")),
                bad("route.component", route -> route.removeHeaders("*").to("https://example.vn")),
                bad("route.secret", route -> route.removeHeaders("*").to("ftp://u:p@host")),
                bad("route.secret", route -> route.removeHeaders("*").to("ftp://host?password=p")),
                bad("route.queue", route -> route.removeHeaders("*").to("seda:x")),
                bad("route.queue", route -> route.removeHeaders("*").to("seda:x?size=999999")),
                bad("route.redelivery", route -> route.onException(Exception.class)
                        .maximumRedeliveries(-1)
                        .end()
                        .removeHeaders("*")
                        .bean("b", "m")),
                bad(
                        "route.group",
                        route -> route.removeHeaders("*").bean("b", "m").routeGroup("other")),
                bad(
                        "route.description",
                        route -> route.removeHeaders("*").bean("b", "m").routeDescription("list")));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadOneIsFound(String rule, Function<RouteDefinition, ?> steps) throws Exception {
        assertThat(breaches(steps)).contains(rule);
    }

    @Test
    void aTemplateThatLetsOutsidersSteerIsNotUsedAndSaysWhy() {
        var context = new HubCamelContext(new DefaultCamelContext());
        try {
            var routes = new ConfiguredRoutes(
                    context,
                    new RouteStore(Engine.DERBY.migrated("db/routes.sql")),
                    new RecordingAudit(),
                    Runnable::run,
                    () -> false);
            routes.addCheck(settings -> List.of(), Map.of(RouteCheck.TEMPLATE, "bad"));
            routes.addTemplate(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            routeTemplate("bad")
                                    .templateParameter("routeName")
                                    .from("timer:{{routeName}}")
                                    .toD("file:${header.CamelFileName}");
                        }
                    },
                    Map.of(RouteCheck.TEMPLATE, "bad"));
            routes.configure("x", "vn.matluoi.route-x.cfg", Map.of("template", "bad"));
            assertThat(context.camel().getRoutes()).isEmpty();
            assertThat(routes.list()).singleElement().satisfies(route -> assertThat(
                            route.problem().orElseThrow().en())
                    .contains("template bad cannot be used", "route.entry", "route.dynamic"));
            assertThat(routes.templates()).singleElement().satisfies(template -> assertThat(template.problem())
                    .isPresent());
        } finally {
            context.stop();
        }
    }

    private static List<String> breaches(Function<RouteDefinition, ?> steps) throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    steps.apply(routeTemplate("t")
                            .from("timer:t")
                            .routeGroup("agency")
                            .routeDescription("Đồng hồ"));
                }
            });
            return RouteRules.breaches(camel.getRouteTemplateDefinition("t").getRoute()).stream()
                    .map(RouteRules.Breach::rule)
                    .toList();
        }
    }

    private static Arguments bad(String rule, Function<RouteDefinition, ?> steps) {
        return Arguments.of(rule, steps);
    }
}

package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Headers that steer Camel's components, in every spelling that a filter of theirs once let through (CVE-2025-27636 and its kin), do
 * not steer a route that keeps the rules; they do steer one that does not, and the rules find that one.
 */
class HeaderCorpusTest {

    /** Header, and the value by which it would be seen. */
    private static final Map<String, Object> CORPUS = corpus();

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static Map<String, Object> corpus() {
        var corpus = new HashMap<String, Object>();
        var evil = Map.of(
                "CamelFileName", "steered.txt",
                "CamelOverruleFileName", "steered.txt",
                "CamelBeanMethodName", "other",
                "CamelHttpUri", "http://203.0.113.1/",
                "CamelHttpMethod", "DELETE",
                "CamelExecCommandExecutable", "/bin/sh",
                "CamelSqlQuery", "drop table routes_route",
                "CamelJmsDestinationName", "elsewhere",
                "kafka.OVERRIDE_TOPIC", "elsewhere",
                "operationName", "other");
        evil.forEach((name, value) -> Stream.of(name, name.toLowerCase(), name.toUpperCase(), "c" + name.substring(1))
                .forEach(spelling -> corpus.put(spelling, value)));
        corpus.put("CamelRedeliveryMaxCounter", -1);
        corpus.put("CamelSlipEndpoint", "file:/tmp");
        corpus.put("CamelCharsetName", "x");
        return corpus;
    }

    /** What a route calls. */
    public final class Called {

        public void take(Exchange exchange) {
            called.add("take");
            seen.add(Map.copyOf(exchange.getMessage().getHeaders()));
        }

        public void other(Exchange exchange) {
            called.add("other");
        }
    }

    @Test
    void noHeaderOfOthersSteersARouteThatKeepsTheRules() throws Exception {
        run(true);
        assertThat(called).containsExactly("take");
        assertThat(seen.get(0)).isEmpty();
        assertThat(folder.resolve("out/constant.txt")).hasContent("body");
        assertThat(folder.resolve("out/steered.txt")).doesNotExist();
        assertThat(breaches()).isEmpty();
    }

    @Test
    void theSameHeadersSteerARouteThatDoesNot() throws Exception {
        run(false);
        assertThat(seen.get(0)).containsKey("CamelFileName");
        assertThat(folder.resolve("out/steered.txt")).hasContent("body");
        assertThat(breaches()).contains("route.entry", "route.exit");
    }

    private List<String> breaches() {
        return RouteRules.breaches(camel.getRouteDefinition("r")).stream()
                .filter(RouteRules.Breach::grave)
                .map(RouteRules.Breach::rule)
                .toList();
    }

    private void run(boolean good) throws Exception {
        Files.createDirectories(folder.resolve("out"));
        camel.getRegistry().bind("called", new Called());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from("direct:in").routeId("r");
                if (good) {
                    route.removeHeaders("*")
                            .bean("called", "take")
                            .removeHeaders("*")
                            .to("file:" + folder.resolve("out") + "?fileName=constant.txt&allowNullBody=true");
                } else {
                    route.bean("called", "take").to("file:" + folder.resolve("out"));
                }
            }
        });
        camel.start();
        camel.createProducerTemplate().sendBodyAndHeaders("direct:in", "body", CORPUS);
    }
}

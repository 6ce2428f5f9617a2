package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.hostile.HeaderCorpus;

/**
 * Headers that steer Camel's components, in every spelling that a filter of theirs once let through (CVE-2025-27636 and its kin), do
 * not steer a route that keeps the rules; they do steer one that does not, and the rules find that one.
 */
class HeaderCorpusTest {

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();
    private ProducerTemplate sender;

    @AfterEach
    void stop() {
        camel.stop();
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
    void everyHeaderThatCamelNamesIsInTheCorpus() throws IllegalAccessException {
        for (var names : List.of(Exchange.class, FileConstants.class)) {
            for (var constant : names.getFields()) {
                if (constant.getType() == String.class && !constant.getName().equals("DEFAULT_SUB_FOLDER")) {
                    assertThat(HeaderCorpus.names()).contains((String) constant.get(null));
                }
            }
        }
        assertThat(HeaderCorpus.names()).hasSizeGreaterThan(300);
        assertThat(HeaderCorpus.tokens()).hasSizeGreaterThan(300);
    }

    @Test
    void noHeaderOfOthersSteersARouteThatKeepsTheRules() throws Exception {
        start(true);
        send(together());
        for (var name : HeaderCorpus.names()) { // where it is alone, no other stands in for it
            send(Map.of(name, HeaderCorpus.VALUE));
        }
        assertThat(called).hasSize(HeaderCorpus.names().size() + 1).containsOnly("take");
        assertThat(seen).allSatisfy(headers -> assertThat(headers).isEmpty());
        assertThat(folder.resolve("out").toFile().list()).containsExactly("constant.txt");
        assertThat(breaches()).isEmpty();
    }

    @Test
    void theSameHeadersSteerARouteThatDoesNot() throws Exception {
        start(false);
        send(together());
        assertThat(seen.get(0).keySet()).anyMatch("CamelFileName"::equalsIgnoreCase);
        assertThat(folder.resolve("out").resolve(HeaderCorpus.VALUE)).hasContent("body");
        assertThat(breaches()).contains("route.entry", "route.exit");
    }

    private static Map<String, Object> together() {
        return HeaderCorpus.names().stream().collect(Collectors.toMap(name -> name, name -> HeaderCorpus.VALUE));
    }

    private void send(Map<String, Object> headers) {
        sender.sendBodyAndHeaders("direct:in", "body", headers);
    }

    private List<String> breaches() {
        return RouteRules.breaches(camel.getRouteDefinition("r")).stream()
                .filter(RouteRules.Breach::grave)
                .map(RouteRules.Breach::rule)
                .toList();
    }

    private void start(boolean good) throws Exception {
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
        sender = camel.createProducerTemplate();
    }
}

package vn.matluoi.source.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;

class RestSourceTest {

    private static final int ROUTES = 12;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Agency agency = new Agency();
    private final List<DeadLetters.Letter> letters = new CopyOnWriteArrayList<>();
    private final Catalogue catalogue = new Catalogue();
    private final RestSource source = new RestSource(
            ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow(),
            catalogue,
            catalogue,
            Catalogue.sources(),
            (route, letter) -> {
                letters.add(letter);
                return letters.size();
            });

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

    private void route(String name, String... more) throws Exception {
        var route = TemplatedRouteBuilder.builder(camel, RestSource.NAME)
                .routeId(name)
                .parameter("routeName", name)
                .parameter("url", agency.address() + "/" + name)
                .parameter("source", name)
                .parameter("area", "27694");
        for (var n = 0; n < more.length; n += 2) {
            route.parameter(more[n], more[n + 1]);
        }
        route.add();
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
        await().until(() -> source.problem("vms").isEmpty());
    }

    @Test
    void anAnswerThatCannotBeUsedIsKeptAndTakenOnceTheCauseIsMended() throws Exception {
        agency.says("/vms", "{\"list\": [{\"name\": \"1\"}]}");
        route("vms");
        await().until(() -> letters.size() == 1);
        assertThat(source.problem("vms")).isPresent();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.rule()).isEqualTo("rest.no-list");
            assertThat(letter.name()).isEqualTo("127.0.0.1");
            assertThat(letter.raw()).asString().contains("{\"list\": [{\"name\": \"1\"}]}");
        });
        var letter = letter(letters.get(0).mediaType());
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> source.replay("vms", letter, letters.get(0).raw()))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("rest.no-list"));

        camel.getRouteController().stopRoute("vms");
        camel.removeRoute("vms");
        agency.says("/vms", 503, "text/plain", "busy");
        route("vms", "items", "/list");
        source.replay("vms", letter, letters.get(0).raw());
        assertThat(catalogue.lists).containsExactly("[{name=1}]");
        assertThat(catalogue.orders.get(0).delivery()).contains("dead-letter:7:0");
    }

    @Test
    void pagesAreKeptFromTheFirstToTheOneAtFault() throws Exception {
        agency.says("/vms?page=1", "[{\"name\": \"1\"}]");
        agency.says("/vms?page=2", "[{\"name\": \"2\"}, 3]");
        agency.says("/vms?page=3", "[]");
        route("vms", "page", "page");
        await().until(() -> letters.size() == 1);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> source.replay(
                        "vms",
                        letter(letters.get(0).mediaType()),
                        letters.get(0).raw()))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("rest.item"));
        var mended = new String(letters.get(0).raw(), StandardCharsets.UTF_8).replace(", 3]", "]") + "\u001e[]\n";
        source.replay("vms", letter(letters.get(0).mediaType()), mended.getBytes(StandardCharsets.UTF_8));
        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}]");
    }

    @Test
    void pagesInOtherCharacterSetsAreKeptSoThatTheyCanBeReadAgain() throws Exception {
        agency.says(
                "/vms?page=1",
                "application/json; charset=windows-1258",
                "[{\"name\": \"Chơ\u0323\"}]".getBytes(Charset.forName("windows-1258")));
        agency.says("/vms?page=2", "application/json", "[{\"name\": \"Đỉnh\"}, 3]".getBytes(StandardCharsets.UTF_16LE));
        route("vms", "page", "page");
        await().until(() -> letters.size() == 1);
        var kept = new String(letters.get(0).raw(), StandardCharsets.UTF_8);
        assertThat(kept).isEqualTo("\u001e[{\"name\": \"Chợ\"}]\n\u001e[{\"name\": \"Đỉnh\"}, 3]\n");
        var mended = kept.replace(", 3]", "]") + "\u001e[]\n";
        source.replay("vms", letter(letters.get(0).mediaType()), mended.getBytes(StandardCharsets.UTF_8));
        assertThat(catalogue.lists).containsExactly("[{name=Chợ}, {name=Đỉnh}]");
    }

    @Test
    void aPageWhoseBytesCannotBeReadIsKeptAloneAsItCame() throws Exception {
        var bytes = "[\"\u1e1e\", 1".getBytes(StandardCharsets.UTF_16LE);
        var cut = Arrays.copyOf(bytes, bytes.length - 1);
        agency.says("/vms?page=1", "[{\"name\": \"1\"}]");
        agency.says("/vms?page=2", "application/json; charset=utf-16", cut);
        route("vms", "page", "page");
        await().until(() -> letters.size() == 1);
        assertThat(letters.get(0).rule()).isEqualTo("rest.charset");
        assertThat(letters.get(0).raw()).isEqualTo(cut);
    }

    @Test
    void aPageThatWasNoAnswerIsKeptAloneAndNotHandedInAgain() throws Exception {
        agency.says("/vms", 500, "text/html", "<html>lỗi</html>");
        route("vms");
        await().until(() -> letters.size() == 1);
        assertThat(letters.get(0).raw()).asString(StandardCharsets.UTF_8).isEqualTo("<html>lỗi</html>");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> source.replay(
                        "vms",
                        letter(letters.get(0).mediaType()),
                        letters.get(0).raw()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(HubException.Reason.UNSUPPORTED));
    }

    private static DeadLetter letter(String mediaType) {
        return new DeadLetter(
                7, "vms", "127.0.0.1", mediaType, 1, true, "r", Text.same("r"), Instant.EPOCH, Instant.EPOCH, 1, 0);
    }
}

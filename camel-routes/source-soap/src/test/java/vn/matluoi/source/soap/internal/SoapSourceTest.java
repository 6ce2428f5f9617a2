package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.KeptPages;

class SoapSourceTest {

    @TempDir
    Path etc;

    private final Hospital hospital = new Hospital();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Catalogue catalogue = new Catalogue();
    private final List<DeadLetters.Letter> letters = new CopyOnWriteArrayList<>();
    private SoapSource source;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(etc.resolve("soap"));
        Files.writeString(etc.resolve("soap/get.xml"), "<GetCameras>{page}</GetCameras>");
        source = new SoapSource(
                ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow(),
                catalogue,
                catalogue,
                catalogue.sources,
                (route, letter) -> {
                    letters.add(letter);
                    return letters.size();
                },
                etc);
        camel.addRoutes(source);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        hospital.close();
    }

    private void route(String items, String... more) throws Exception {
        var route = TemplatedRouteBuilder.builder(camel, SoapSource.NAME)
                .routeId("his")
                .parameter("routeName", "his")
                .parameter("url", hospital.address())
                .parameter("source", "bv")
                .parameter("area", "27694")
                .parameter("body.file", "get.xml")
                .parameter("items", items)
                .parameter("every.seconds", "1");
        for (var n = 0; n < more.length; n += 2) {
            route.parameter(more[n], more[n + 1]);
        }
        route.add();
    }

    @Test
    void aRouteAsksAndSaysWhyItBroughtNothing() throws Exception {
        hospital.says(503, "text/plain", "busy");
        route("Body/GetCamerasResponse/Camera");
        await().until(() -> source.problem("his").isPresent());

        hospital.forgets();
        hospital.says(Hospital.camera("1", "Cổng"), "");
        await().until(() -> catalogue.lists.size() == 1);
        await().until(() -> source.problem("his").isEmpty());
    }

    @Test
    void aRouteSaysWhoAsksWithinTheMessage() throws Exception {
        Files.createDirectories(etc.resolve("keys"));
        Files.writeString(etc.resolve("keys/his"), "cua-benh-vien\n");
        Files.writeString(
                etc.resolve("soap/get.xml"),
                "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>{security}</s:Header>"
                        + "<s:Body>{page}</s:Body></s:Envelope>");
        hospital.says(Hospital.camera("1", "Cổng"), "");
        route(
                "Body/GetCamerasResponse/Camera",
                "soap",
                "1.2",
                "wsse",
                "digest",
                "username",
                "hub",
                "secret.file",
                "his");
        await().until(() -> catalogue.lists.size() == 1);
        Verifier.verified(hospital.asked.get(0).body(), "hub", "cua-benh-vien");
    }

    @Test
    void anAnswerThatCannotBeUsedIsKeptAndTakenOnceTheCauseIsMended() throws Exception {
        hospital.says(Hospital.camera("1", "Cổng"));
        route("Body/GetCamerasResponse/Thiet-bi");
        await().until(() -> letters.size() == 1);
        assertThat(letters.get(0).rule()).isEqualTo("soap.no-list");
        assertThat(letters.get(0).raw()).asString(StandardCharsets.UTF_8).contains("<h:TenCamera>Cổng</h:TenCamera>");
        refuses("soap.no-list", letters.get(0).raw());

        camel.getRouteController().stopRoute("his");
        camel.removeRoute("his");
        hospital.forgets();
        hospital.says(503, "text/plain", "busy");
        route("Body/GetCamerasResponse/Camera");
        refuses("soap.list-ends", letters.get(0).raw()); // the service was asked for one page
        var rest = "\u001e" + Hospital.page("") + "\n";
        var whole = new String(letters.get(0).raw(), StandardCharsets.UTF_8) + rest;
        assertThat(source.replay("his", letter(), whole.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(catalogue.lists).containsExactly(List.of(Map.of("MaCamera", "1", "TenCamera", "Cổng")));
        assertThat(catalogue.orders.get(0).delivery()).contains("dead-letter:7:0");
        assertThat(catalogue.orders.get(0).broughtAt()).contains(Instant.EPOCH);
    }

    @Test
    void aFaultIsKeptAloneAndNotHandedInAgain() throws Exception {
        hospital.says(500, "text/html", "<html>lỗi</html>");
        route("Body/GetCamerasResponse/Camera");
        await().until(() -> letters.size() == 1);
        assertThat(letters.get(0).raw()).asString(StandardCharsets.UTF_8).isEqualTo("<html>lỗi</html>");
        assertThat(letters.get(0).mediaType()).isEqualTo(KeptPages.PAGE);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> source.replay(
                        "his", letter(KeptPages.PAGE), letters.get(0).raw()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(HubException.Reason.UNSUPPORTED));
    }

    private void refuses(String rule, byte[] raw) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> source.replay("his", letter(), raw))
                .satisfies(e -> assertThat(e.rule()).isEqualTo(rule));
    }

    private DeadLetter letter() {
        return letter(letters.get(0).mediaType());
    }

    private static DeadLetter letter(String mediaType) {
        return new DeadLetter(
                7, "his", "127.0.0.1", mediaType, 1, true, "r", Text.same("r"), Instant.EPOCH, Instant.EPOCH, 1, 0);
    }
}

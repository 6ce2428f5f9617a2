package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.http.DeviceHttp;

class SoapSourceTest {

    @Test
    void aRouteAsksAndSaysWhyItBroughtNothing(@TempDir Path etc) throws Exception {
        Files.createDirectories(etc.resolve("soap"));
        Files.writeString(etc.resolve("soap/get.xml"), "<GetCameras/>");
        var catalogue = new Catalogue();
        var source = new SoapSource(
                ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow(),
                catalogue,
                catalogue,
                catalogue.sources,
                etc);
        try (var hospital = new Hospital();
                var camel = new DefaultCamelContext()) {
            hospital.says(503, "text/plain", "busy");
            camel.addRoutes(source);
            camel.start();
            TemplatedRouteBuilder.builder(camel, SoapSource.NAME)
                    .routeId("his")
                    .parameter("routeName", "his")
                    .parameter("url", hospital.address())
                    .parameter("source", "bv")
                    .parameter("area", "27694")
                    .parameter("body.file", "get.xml")
                    .parameter("items", "Body/GetCamerasResponse/Camera")
                    .parameter("every.seconds", "1")
                    .add();
            await().until(() -> source.problem("his").isPresent());

            hospital.forgets();
            hospital.says(Hospital.camera("1", "Cổng"));
            await().until(() -> catalogue.lists.size() == 1);
            assertThat(source.problem("his")).isEmpty();
        }
    }
}

package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.route.AgencyPoll;

/** A hospital whose service is polled, and a catalogue that the hub hands its cameras to. */
abstract class PolledHospital {

    static final DeviceHttp HTTP =
            ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow();

    static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

    final Hospital hospital = new Hospital();
    final Catalogue catalogue = new Catalogue();
    final AtomicLong nanos = new AtomicLong();
    long step; // of the clock, each time it is looked at

    @TempDir
    Path etc;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(etc.resolve("soap"));
        body("<GetCameras xmlns=\"urn:his\"/>");
    }

    @AfterEach
    void stop() {
        hospital.close();
    }

    void body(String content) throws IOException {
        envelope("<s:Body>" + content + "</s:Body>");
    }

    void envelope(String content) throws IOException {
        Files.writeString(
                etc.resolve("soap/get-cameras.xml"),
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">" + content + "</s:Envelope>");
    }

    AgencyPoll poll(String... more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "his",
                "url", hospital.address(),
                "source", "bv",
                "area", "27694",
                "body.file", "get-cameras.xml",
                "items", "Body/GetCamerasResponse/Camera"));
        for (var n = 0; n < more.length; n += 2) {
            settings.put(more[n], more[n + 1]);
        }
        var soap = SoapSettings.of(settings::get, etc);
        return new AgencyPoll(
                soap.agency(),
                soap.server().address().getHost(),
                soap.timing(),
                List.copyOf(soap.columns().keySet()),
                new Asking(soap, HTTP, () -> nanos.addAndGet(step), InstantSource.fixed(NOW)),
                catalogue,
                catalogue,
                catalogue.sources);
    }

    void refuses(String rule, String... more) {
        var poll = poll(more);
        poll.run();
        assertThat(catalogue.lists).isEmpty();
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(rule);
            assertThat(poll.problem()).contains(finding.message());
        });
        catalogue.refusals.clear();
        hospital.forgets();
    }

    /** A service that wants a token of WS-Security. */
    AgencyPoll secured(String kind, String... more) throws IOException {
        envelope("<s:Header>{security}</s:Header><s:Body><GetCameras p=\"{page}\"/></s:Body>");
        Files.createDirectories(etc.resolve("keys"));
        Files.writeString(etc.resolve("keys/his"), "mật khẩu & <dấu>\n");
        var all = new ArrayList<>(List.of("wsse", kind, "username", "hub", "secret.file", "his"));
        all.addAll(List.of(more));
        return poll(all.toArray(String[]::new));
    }
}

package vn.matluoi.source.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.route.AgencyPoll;
import vn.matluoi.api.source.Sources;

/** An agency whose system is polled, and a catalogue that the hub hands its cameras to. */
abstract class PolledAgency {

    static final DeviceHttp HTTP =
            ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow();

    final Agency agency = new Agency();
    final Catalogue catalogue = new Catalogue();
    private final AtomicLong nanos = new AtomicLong();
    long step; // of the clock, each time it is looked at

    @TempDir
    Path keys;

    @AfterEach
    void stop() {
        agency.close();
    }

    AgencyPoll poll(Map<String, String> more) {
        return poll(more, Catalogue.sources());
    }

    AgencyPoll poll(Map<String, String> more, Sources sources) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "vms", "url", agency.address() + "/api/cameras", "source", "vms-huyen", "area", "27694"));
        settings.putAll(more);
        var rest = RestSettings.of(settings::get, keys);
        return new AgencyPoll(
                rest.agency(),
                rest.address().getHost(),
                rest.timing(),
                List.copyOf(rest.columns().keySet()),
                new Listed(rest, HTTP, () -> nanos.addAndGet(step)),
                catalogue,
                catalogue,
                sources);
    }

    /** Nothing was taken, and why is kept once and shown. */
    void fails(AgencyPoll poll, String rule) {
        assertThat(catalogue.lists).isEmpty();
        assertThat(catalogue.statements).singleElement().satisfies(statement -> {
            assertThat(statement.complete()).isFalse();
            assertThat(statement.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo(rule);
                assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                assertThat(poll.problem()).contains(finding.message());
            });
        });
    }
}

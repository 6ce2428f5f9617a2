package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;

/** The channel that a route says is recorded with its source (R4.7). */
class AgencyRouteTest {

    private final List<String> calls = new ArrayList<>();
    private Optional<String> file = Optional.empty();
    private Optional<SourceSettings> there = Optional.empty();

    @Test
    void aRouteAddsItsSourceWithTheChannelItSays() {
        route("private").register(sources());
        assertThat(there.orElseThrow().network()).contains("private");
    }

    @Test
    void aSourceThatIsThereHasTheChannelRecordedWithItOnceAndAllElseLeftAsItIs() {
        there = Optional.of(source(Map.of("missing.percent", "50", "network", "internet")));

        route("private").register(sources());
        route("private").register(sources());

        assertThat(there).contains(source(Map.of("missing.percent", "50", "network", "private")));
        assertThat(calls).containsExactly("update");
    }

    @Test
    void aRouteThatSaysNoneLeavesWhatIsRecorded() {
        there = Optional.of(source(Map.of("network", "internet")));
        route("").register(sources());
        assertThat(calls).isEmpty();
    }

    @Test
    void aFileThatSaysAnotherChannelIsNamedAndNotOverruled() {
        there = Optional.of(source(Map.of("network", "internet")));
        file = Optional.of("vn.matluoi.source-xa-mau.cfg");

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> route("private").register(sources()))
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(HubException.Reason.CONFLICT);
                    assertThat(refusal.text().vi())
                            .contains("vn.matluoi.source-xa-mau.cfg", "network = private", "vn.matluoi.route-xa.cfg");
                });
        route("internet").register(sources());
        assertThat(calls).isEmpty();
    }

    private static AgencyRoute route(String network) {
        return AgencyRoute.of(Map.of("routeName", "xa", "source", "xa-mau", "area", "27694", "network", network)::get);
    }

    private static SourceSettings source(Map<String, String> options) {
        return new SourceSettings(
                new SourceId("xa-mau"),
                "UBND xã Mẫu",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new AreaCode("27694"),
                Optional.of("ubnd"),
                Optional.of("security"),
                options,
                true);
    }

    private Sources sources() {
        return (Sources) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Sources.class}, (proxy, method, given) -> {
                    if (method.getName().equals("find")) {
                        return there.map(
                                settings -> new Sources.Source(settings, State.unknown(Instant.EPOCH), file, 0));
                    }
                    calls.add(method.getName());
                    there = Optional.of((SourceSettings) given[1]);
                    return null;
                });
    }
}

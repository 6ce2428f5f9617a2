package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.discovery.Discovery;
import vn.matluoi.api.discovery.Found;
import vn.matluoi.api.discovery.Scan;
import vn.matluoi.api.discovery.ScanRequest;

class DiscoveryTest {

    private final FakeHub hub = new FakeHub();
    private final List<String> called = new ArrayList<>();
    private Optional<Scan> latest = Optional.empty();
    private RunningApi api;

    @BeforeEach
    void start() throws IOException {
        hub.services.put(Discovery.class, new OneCamera());
        api = new RunningApi(hub);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void beginsAScanAndSaysHowFarItIs() {
        assertThat(api.get("admin", "/discovery/scan").status()).isEqualTo(404);
        var began = api.send("admin", "POST", "/discovery/scan", "{\"range\":\"10.1.2.0/24\",\"ports\":[80,8000]}");
        assertThat(began.status()).isEqualTo(200);
        assertThat(called).containsExactly("start 10.1.2.0/24 [80, 8000] by admin");
        var scan = api.get("admin", "/discovery/scan").json();
        assertThat(scan.path("asked").asInt()).isEqualTo(3);
        assertThat(scan.path("problem").asText()).isEqualTo("mạng bận");
        assertThat(api.send("admin", "DELETE", "/discovery/scan", null).status())
                .isEqualTo(204);
    }

    @Test
    void listsWhatAnsweredWithoutWhatItDidNotSay() {
        var found = api.get("admin", "/discovery").json().path("items").get(0);
        assertThat(found.path("address").asText()).isEqualTo("http://10.1.2.3:8000");
        assertThat(found.path("how").asText()).isEqualTo("unicast");
        assertThat(found.path("source").asText()).isEqualTo("nvr-1");
        assertThat(found.has("hardware") && !found.path("hardware").isNull()).isFalse();
    }

    @Test
    void putsOneAsideAndSaysWhenThereIsNone() {
        assertThat(api.send("admin", "DELETE", "/discovery/7", null).status()).isEqualTo(204);
        assertThat(api.send("admin", "DELETE", "/discovery/8", null).status()).isEqualTo(404);
        assertThat(called).containsExactly("dismiss 7 by admin");
    }

    @Test
    void isNotForViewers() {
        assertThat(api.get("lan", "/discovery").status()).isEqualTo(403);
        assertThat(api.send("lan", "POST", "/discovery/scan", "{\"range\":\"10.1.2.3\"}")
                        .status())
                .isEqualTo(403);
        assertThat(called).isEmpty();
    }

    private final class OneCamera implements Discovery {

        @Override
        public Scan start(Caller by, ScanRequest request) {
            called.add("start %s %s by %s".formatted(request.range().orElse(""), request.ports(), by.account()));
            latest = Optional.of(new Scan(
                    request,
                    by.account(),
                    FakeHub.NOON,
                    Optional.empty(),
                    254,
                    3,
                    1,
                    Optional.of(new Text("mạng bận", "the network is busy"))));
            return latest.get();
        }

        @Override
        public void stop(Caller by) {
            called.add("stop by " + by.account());
        }

        @Override
        public Optional<Scan> latest() {
            return latest;
        }

        @Override
        public List<Found> inbox(boolean dismissed) {
            return List.of(new Found(
                    7,
                    URI.create("http://10.1.2.3:8000"),
                    Found.How.UNICAST,
                    Optional.empty(),
                    "Cam",
                    "",
                    Optional.empty(),
                    FakeHub.NOON,
                    FakeHub.NOON,
                    Optional.of("nvr-1"),
                    false));
        }

        @Override
        public void dismiss(Caller by, long id) {
            if (id != 7) {
                throw FakeHub.refusal(Reason.NOT_FOUND, "discovery.unknown");
            }
            called.add("dismiss 7 by " + by.account());
        }
    }
}

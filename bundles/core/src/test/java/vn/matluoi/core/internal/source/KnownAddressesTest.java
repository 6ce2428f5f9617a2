package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.supervise.Hub;
import vn.matluoi.core.internal.supervise.KnownAddresses;

/** Where people sent drivers: they may go there. All sources here are at {@code http://192.0.2.1}. */
class KnownAddressesTest {

    private final Desk desk = new Desk();
    private final KnownAddresses addresses = new KnownAddresses(desk.hub.supervision);

    @Test
    void theAddressAndThePortsOfASourceAreKnownForItsDriver() {
        desk.hub.add("nvr", "right", Map.of("rtsp.port", "10554"));
        assertThat(addresses.family(new SourceId("nvr"))).contains("fake");
        assertThat(addresses.names("fake", "192.0.2.1", 80)).isTrue();
        assertThat(addresses.names("fake", "192.0.2.1", 10_554)).isTrue();

        assertThat(addresses.names("fake", "192.0.2.1", 81)).isFalse();
        assertThat(addresses.names("fake", "192.0.2.2", 80)).isFalse();
        assertThat(addresses.names("other", "192.0.2.1", 80)).isFalse();
        assertThat(addresses.family(new SourceId("other"))).isEmpty();
    }

    @Test
    void anAddressIsTheSameHoweverItIsWritten() {
        desk.hub.add("nvr", "right", Map.of());
        var was = Hub.settings("nvr", Map.of());
        var now = new SourceSettings(
                was.id(),
                was.name(),
                was.driver(),
                Optional.of(URI.create("http://[2001:db8::1]")),
                was.username(),
                was.area(),
                was.unit(),
                was.sector(),
                was.options(),
                was.suspended());
        desk.sources.update(Desk.LAN, now, Optional.of("right".toCharArray()), Optional.empty());
        for (var written : new String[] {"[2001:db8::1]", "2001:DB8:0:0:0:0:0:1"}) {
            assertThat(addresses.names("fake", written, 80)).as(written).isTrue();
        }
        assertThat(addresses.names("fake", "[2001:db8::2]", 80)).isFalse();
        assertThat(addresses.names("fake", "::ffff:x", 80)).isFalse();
    }

    @Test
    void whatIsNoLongerSetIsNoLongerKnown() {
        desk.hub.add("nvr", "right", Map.of("rtsp.port", "10554"));
        desk.sources.update(Desk.LAN, Hub.settings("nvr", Map.of()), Optional.empty(), Optional.empty());
        assertThat(addresses.names("fake", "192.0.2.1", 10_554)).isFalse();
        desk.sources.remove(Desk.LAN, new SourceId("nvr"));
        assertThat(addresses.names("fake", "192.0.2.1", 80)).isFalse();
    }

    @Test
    void whatIsTriedBeforeItIsSavedIsKnownForAsLong() {
        var known = new AtomicBoolean();
        desk.hub.shelf.add(new Serving(
                "fake",
                new Version("2.0.0"),
                target -> {
                    known.set(addresses.names("fake", "192.0.2.1", 80));
                    throw new DeviceException.Unreachable(new vn.matluoi.api.Text("xa", "away"));
                },
                java.util.List.of()));
        desk.sources.test(Desk.LAN, Hub.settings("new", Map.of()), "right".toCharArray());
        assertThat(known).isTrue();
        assertThat(addresses.names("fake", "192.0.2.1", 80)).isFalse();
    }
}

package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;

class NetworkRulesTest {

    private static final String USUAL = "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16";

    @TempDir
    private Path folder;

    private ConfiguredNetworks networks = configured(USUAL, "80, 443, 8000-8999", "");

    @AfterEach
    void stop() {
        networks.stop();
    }

    private ConfiguredNetworks configured(String networks, String ports, String loopback) {
        return new ConfiguredNetworks(Optional.empty(), config(networks, ports, loopback), Map.of());
    }

    private static ConfiguredNetworks.Config config(String networks, String ports, String loopback) {
        return new ConfiguredNetworks.Config() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return ConfiguredNetworks.Config.class;
            }

            @Override
            public String networks() {
                return networks;
            }

            @Override
            public String ports() {
                return ports;
            }

            @Override
            public String loopback_ports() {
                return loopback;
            }
        };
    }

    private Refused refused(String host, int port) {
        try {
            return fail(host + " was let through: " + networks.resolve(host, port));
        } catch (Refused e) {
            return e;
        } catch (DeviceException e) {
            throw new AssertionError(host, e);
        }
    }

    @Test
    void theSentenceHoldsOfDevicesAndOfWhoeverElseTheHubConnectsTo() {
        assertThat(refused("203.0.113.9", 443).text().vi())
                .contains("Nếu đúng là nơi cần nối", "networks", ConfiguredNetworks.FILE)
                .doesNotContain("thiết bị,");
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, 80", "172.31.255.255, 443", "192.168.1.64, 8000", "192.168.1.64, 8999"})
    void letsDevicesThrough(String host, int port) throws DeviceException {
        var address = networks.resolve(host, port);
        assertThat(address.isUnresolved()).isFalse();
        assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.2",
                "127.1.1.1",
                "localhost",
                "::1",
                "[::1]",
                "::ffff:127.0.0.1",
                "[::ffff:7f00:1]",
                "0:0:0:0:0:ffff:127.0.0.1",
                "::127.0.0.1",
                "0.0.0.0",
                "::",
                "[::]",
                "2130706433",
                "0x7f000001",
                "017700000001",
                "127.1",
                "0177.0.0.1",
                "0x7f.1",
                "127.0.0.1.",
                "10.1",
                "192.168.257",
                "169.254.169.254",
                "169.254.1.1",
                "fe80::1",
                "::ffff:169.254.169.254",
                "224.0.0.1",
                "239.255.255.250",
                "ff02::c",
                "255.255.255.255",
                "8.8.8.8",
                "172.32.0.1",
                "172.15.0.1",
                "192.169.0.1",
                "11.0.0.1",
                "100.64.0.1",
                "fd00::1",
                "2001:db8::1",
                "64:ff9b::a00:1",
                "2002:0a00:0001::",
                "10.0.0.1%0",
                "10.0.0.1 ",
                "10.0.0.1#x",
                "host/name",
                "a..b",
                "-",
                ""
            })
    void refusesWhatIsNoDevice(String host) {
        var refused = refused(host, 80);
        assertThat(refused.why()).isEqualTo(Refused.Why.NETWORK);
        assertThat(refused.text().vi()).isNotEqualTo(refused.text().en());
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 81, 7999, 9000, 8101 - 8000, 65535, 0, -1, 70000})
    void refusesOtherPortsAndNamesTheKey(int port) {
        var refused = refused("10.1.2.3", port);
        assertThat(refused.text().en()).contains("key ports").contains("etc/vn.matluoi.devices.cfg");
    }

    @Test
    void letsLoopbackThroughWhereItIsNamed() throws DeviceException {
        networks = configured(USUAL, "80", "9080, 9554");
        assertThat(networks.resolve("127.0.0.1", 9080).getPort()).isEqualTo(9080);
        assertThat(networks.resolve("localhost", 9554).getAddress().isLoopbackAddress())
                .isTrue();
        assertThat(refused("127.0.0.1", 80).text().en()).contains("loopback.ports");
        assertThat(refused("0.0.0.0", 9080).why()).isEqualTo(Refused.Why.NETWORK);
    }

    @Test
    void letsLinkLocalThroughWhereItIsNamed() throws DeviceException {
        networks = configured("169.254.7.0/24", "80", "");
        assertThat(networks.resolve("169.254.7.1", 80)).isNotNull();
        refused("169.254.8.1", 80);
        networks = configured("0.0.0.0/0", "80", "");
        refused("169.254.7.1", 80);
        refused("127.0.0.1", 80);
    }

    @Test
    void keepsOffTheMachineItself() throws Exception {
        var own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a.getAddress().length == 4 && !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                .findFirst();
        assumeTrue(own.isPresent(), "this machine has only loopback");
        var host = own.orElseThrow().getHostAddress();
        networks = configured("0.0.0.0/0", "80", "");
        assertThat(refused(host, 80).text().en()).contains("this machine itself");
        networks = configured(host + "/32", "80", "");
        assertThat(networks.resolve(host, 80).getAddress()).isEqualTo(InetAddress.getByName(host));
    }

    @Test
    void takesAChangeAtOnce() throws DeviceException {
        networks.changed(config("100.64.0.0/10", "80", ""), Map.of());
        assertThat(networks.resolve("100.64.0.1", 80)).isNotNull();
        refused("10.1.2.3", 80);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/8;192.168.0.0/16 | 80       | 1     | networks",
                "10.0.0.1/8                | 80       | 1     | networks",
                "10.0.0.0/33               | 80       | 1     | networks",
                "010.0.0.0/8               | 80       | 1     | networks",
                "camera.example            | 80       | 1     | networks",
                "10.0.0.0/8                | eighty   | 1     | ports",
                "10.0.0.0/8                | 90-80    | 1     | ports",
                "10.0.0.0/8                | 1-2-3    | 1     | ports",
                "10.0.0.0/8                | 80       | 70000 | loopback.ports"
            })
    void keepsTheLastGoodRulesWhenAValueIsBad(String nets, String ports, String loopback, String key)
            throws DeviceException {
        networks.changed(config(nets, ports, loopback), Map.of());
        assertThat(networks.resolve("10.1.2.3", 8000)).isNotNull();
        assertThat(networks.check().healthy()).isTrue();
        assertRefused(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"network", "loopback.port", "networks.more"})
    void refusesAKeyThatDoesNotExist(String key) {
        networks.changed(config(USUAL, "80", ""), Map.of(key, "9080", "service.pid", "x", "felix.fileinstall.f", "y"));
        assertRefused(key);
        assertThat(networks.check().detail().en()).contains("loopback.ports");
    }

    /** In both languages, and neither in the words of the other. */
    private void assertRefused(String key) {
        var told = networks.check().detail();
        var english = told.en().split("etc/vn.matluoi.devices.cfg, key " + key + ": ", 2);
        assertThat(english).hasSize(2);
        assertThat(told.vi())
                .contains("etc/vn.matluoi.devices.cfg, khóa " + key + ": ")
                .doesNotContain(english[1]);
    }

    @Test
    void keepsTheLastGoodRulesOverARestart() throws DeviceException {
        var memory = Optional.of(folder.resolve("devices.properties"));
        new ConfiguredNetworks(memory, config("100.64.0.0/10", "81", ""), Map.of()).stop();
        networks = new ConfiguredNetworks(memory, config("nonsense", "80", ""), Map.of());
        assertThat(networks.resolve("100.64.0.1", 81)).isNotNull();
        assertThat(networks.check().healthy()).isTrue();
    }

    @Test
    void reachesNothingWithoutAnyGoodRules() {
        networks = configured("nonsense", "80", "");
        assertThat(refused("10.1.2.3", 80).why()).isEqualTo(Refused.Why.NETWORK);
        assertThat(networks.check().healthy()).isFalse();
    }

    @Test
    void saysThatANameIsUnknown() {
        assertThatExceptionOfType(DeviceException.Unreachable.class)
                .isThrownBy(() -> networks.resolve("no-such-recorder.invalid", 80));
    }
}

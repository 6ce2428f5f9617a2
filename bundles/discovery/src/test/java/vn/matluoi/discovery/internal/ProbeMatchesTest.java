package vn.matluoi.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.discovery.Found.How;

class ProbeMatchesTest {

    private static final String ASKED = "uuid:1";

    private static List<Claim> read(String text) throws Exception {
        return ProbeMatches.read(
                text.getBytes(StandardCharsets.UTF_8), InetAddress.getByName("10.1.2.3"), Set.of(ASKED), How.UNICAST);
    }

    private static String answer(String relatesTo, String match) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><SOAP-ENV:Envelope><SOAP-ENV:Header><wsa:RelatesTo>"
                + relatesTo
                + "</wsa:RelatesTo></SOAP-ENV:Header><SOAP-ENV:Body><d:ProbeMatches>" + match
                + "</d:ProbeMatches></SOAP-ENV:Body></SOAP-ENV:Envelope>";
    }

    private static String match(String xaddrs, String scopes) {
        return "<d:ProbeMatch><wsa:EndpointReference><wsa:Address>urn:uuid:a1</wsa:Address></wsa:EndpointReference>"
                + "<d:Scopes>" + scopes + "</d:Scopes><d:XAddrs>" + xaddrs + "</d:XAddrs></d:ProbeMatch>";
    }

    @Test
    void missingWsaWsntDeclarations() throws Exception {
        var claim = read(answer(ASKED, match("http://10.1.2.3:8899/onvif/device_service", "")))
                .get(0);
        assertThat(claim.address()).hasToString("http://10.1.2.3:8899");
        assertThat(claim.endpoint()).contains("urn:uuid:a1");
    }

    @Test
    void readsNameHardwareAndMacFromTheScopes() throws Exception {
        var claim = read(answer(
                        ASKED,
                        match(
                                "http://10.1.2.3/onvif/device_service",
                                "onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/name/C%E1%BB%95ng%20A\n"
                                        + "onvif://www.onvif.org/hardware/DS-2CD onvif://www.onvif.org/MAC/C0-56-E3-01-02-03")))
                .get(0);
        assertThat(claim.name()).isEqualTo("Cổng A");
        assertThat(claim.hardware()).isEqualTo("DS-2CD");
        assertThat(claim.mac()).contains("c0:56:e3:01:02:03");
    }

    @Test
    void takesTheAddressThatAnsweredWhateverItNames() throws Exception {
        assertThat(read(answer(ASKED, match("http://192.168.1.108:2020/onvif/device_service http://10.9.9.9/x", "")))
                        .get(0)
                        .address())
                .hasToString("http://10.1.2.3:2020");
        assertThat(read(answer(ASKED, match("http://10.9.9.9:1/a http://10.1.2.3:8000/b", "")))
                        .get(0)
                        .address())
                .hasToString("http://10.1.2.3:8000");
    }

    @Test
    void ipv6LinkLocalOnly() throws Exception {
        assertThat(read(answer(ASKED, match("http://[fe80::1]:8080/onvif/device_service", "")))
                        .get(0)
                        .address())
                .hasToString("http://10.1.2.3:80");
    }

    @Test
    void emptyXAddrElements() throws Exception {
        assertThat(read(answer(ASKED, match("", ""))).get(0).address()).hasToString("http://10.1.2.3:80");
        assertThat(read(answer(ASKED, match("None http://:99999/ http://a b:80/ ", "")))
                        .get(0)
                        .address())
                .hasToString("http://10.1.2.3:80");
    }

    @Test
    void answersToSomebodyElseAreNotTaken() throws Exception {
        assertThat(read(answer("uuid:2", match("http://10.1.2.3/", "")))).isEmpty();
    }

    @Test
    void noEntityIsReadAndNoBombGoesOff() throws Exception {
        var bomb = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY b \"&x;&x;\">]>"
                + answer(ASKED, match("http://10.1.2.3/", "onvif://www.onvif.org/name/&b;"));
        assertThat(read(bomb)).allSatisfy(claim -> assertThat(claim.name()).isEmpty());
    }

    @Test
    void noiseIsNobodysFault() throws Exception {
        for (var noise : List.of(
                "", "<", "GET / HTTP/1.1", "<a>".repeat(20_000), "\u0000\u0001", answer(ASKED, "<d:ProbeMatch>"))) {
            assertThat(read(noise)).isEmpty();
        }
    }

    @Test
    void whatItSaysIsCleanedAndCut() throws Exception {
        var claim = read(answer(ASKED, match("", "onvif://www.onvif.org/name/%1B%5B31m%E2%80%AE" + "x".repeat(1000))))
                .get(0);
        assertThat(claim.name()).startsWith("[31mx").hasSize(200);
        assertThat(claim.mac()).isEqualTo(Optional.empty());
    }

    @Test
    void oneDatagramBringsNoMoreThanSixtyFour() throws Exception {
        assertThat(read(answer(ASKED, match("http://10.1.2.3/", "").repeat(200))))
                .hasSize(64);
    }
}

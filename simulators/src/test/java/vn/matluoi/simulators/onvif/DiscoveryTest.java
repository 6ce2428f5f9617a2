package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.rtsp.Clip;

class DiscoveryTest {

    private OnvifSite site;
    private int port;

    @BeforeEach
    void start() throws Exception {
        site = OnvifSite.start(Clip.builtIn());
        site.add(OnvifSettings.camera("o1", "Cổng chợ", "viewer"), "a password");
        site.add(OnvifSettings.recorder("o2", "Đầu ghi", "viewer", 4), "a password");
        port = site.beDiscovered(0, false);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private static String probe(String types, String scopes) {
        return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\"><s:Header>"
                + "<a:MessageID>uuid:the-one</a:MessageID></s:Header><s:Body>"
                + "<Probe xmlns=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><Types>" + types
                + "</Types><Scopes>" + scopes + "</Scopes></Probe></s:Body></s:Envelope>";
    }

    /** The answers to a message, as many as are expected. */
    private List<String> ask(String message, int expected) throws Exception {
        List<String> answers = new ArrayList<>();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setSoTimeout(60_000);
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
            DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
            for (int i = 0; i < expected; i++) {
                socket.receive(packet);
                answers.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            }
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> socket.receive(packet))
                    .as("no more than expected")
                    .isInstanceOf(SocketTimeoutException.class);
        }
        return answers;
    }

    @Test
    void eachDeviceAnswersAProbeWithItsAddress() throws Exception {
        List<String> answers = ask(probe("dn:NetworkVideoTransmitter", ""), 2);

        assertThat(answers)
                .allMatch(answer -> answer.contains("<wsa:RelatesTo>uuid:the-one</wsa:RelatesTo>"))
                .anyMatch(answer ->
                        answer.contains("<d:XAddrs>" + site.devices().get(0).address() + "</d:XAddrs>"))
                .anyMatch(answer ->
                        answer.contains("urn:uuid:" + site.devices().get(1).uuid()));
    }

    @Test
    void aProbeForNoTypeOrForDevicesIsAnsweredAndOneForPrintersIsNot() throws Exception {
        ask(probe("", ""), 2);
        ask(probe("tds:Device", ""), 2);
        ask(probe("wprt:PrintDeviceType", ""), 0);
    }

    @Test
    void onlyDevicesInScopeAnswer() throws Exception {
        assertThat(ask(probe("", "onvif://www.onvif.org/Profile/G"), 1))
                .singleElement()
                .asString()
                .contains("/hardware/VS-R04");
    }

    @Test
    void whatIsNoProbeIsNotAnsweredAndHarmsNothing() throws Exception {
        ask("", 0);
        ask("\u0000\u0001 not XML <<", 0);
        ask("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", 0);
        ask(probe("", ""), 2);
    }

    @Test
    void ipv6LinkLocalOnly() throws Exception {
        site.devices().get(0).set(Mode.IPV6_LINK_LOCAL_ONLY, true);

        assertThat(ask(probe("", "onvif://www.onvif.org/hardware/VS-D2140"), 1).get(0))
                .contains("<d:XAddrs>http://[fe80::");
    }
}

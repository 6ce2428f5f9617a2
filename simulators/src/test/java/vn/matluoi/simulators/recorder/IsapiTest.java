package vn.matluoi.simulators.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import vn.matluoi.simulators.rtsp.Clip;

class IsapiTest {

    private static final String PASSWORD = "pass-" + System.nanoTime();
    private static final String PROXY = "/ISAPI/ContentMgmt/InputProxy/channels";

    private HikvisionRecorder recorder;
    private Client client;

    private void start(RecorderSettings settings) throws Exception {
        recorder = new HikvisionRecorder(settings, PASSWORD, Clip.builtIn());
        client = new Client(recorder, PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        recorder.close();
    }

    @Test
    void networkRecorderListsAllChannelsOfflineOnesToo() throws Exception {
        start(RecorderSettings.of("r1", "Xã <A> & B", "admin"));

        Document list = xml(PROXY);
        assertThat(texts(list, "id")).hasSize(16).startsWith("1", "2");
        assertThat(texts(list, "name")).contains("Cổng UBND xã");
        assertThat(texts(xml(PROXY + "/status"), "online").stream().filter("false"::equals))
                .hasSize(2);
        assertThat(texts(xml("/ISAPI/System/deviceInfo"), "deviceName")).containsExactly("Xã <A> & B");
        assertThat(texts(xml("/ISAPI/System/deviceInfo"), "deviceType")).containsExactly("NVR");
    }

    @Test
    void streamsAreThereForOnlineChannelsOnly() throws Exception {
        start(RecorderSettings.of("r1", "A", "admin"));
        int offline = recorder.channels().stream()
                .filter(c -> !c.online())
                .findFirst()
                .orElseThrow()
                .number();

        assertThat(texts(xml("/ISAPI/Streaming/channels"), "id")).hasSize(29).contains("103");
        Document main = xml("/ISAPI/Streaming/channels/101");
        assertThat(texts(main, "videoResolutionWidth")).containsExactly("640");
        assertThat(texts(main, "maxFrameRate")).containsExactly("0");
        assertThat(client.get("/ISAPI/Streaming/channels/103").statusCode())
                .as("the first channel's third stream")
                .isEqualTo(200);
        assertRefused("/ISAPI/Streaming/channels/203", 403, "notSupport");
        assertRefused("/ISAPI/Streaming/channels/" + offline + "01", 403, "notSupport");

        recorder.setOnline(offline, true);
        assertThat(client.get("/ISAPI/Streaming/channels/" + offline + "01").statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatANetworkRecorderDoesNotHave() throws Exception {
        start(RecorderSettings.of("r1", "A", "admin"));

        assertRefused("/ISAPI/System/Video/inputs/channels", 403, "notSupport");
        assertRefused("/ISAPI/Smart/LineDetection/1", 403, "notSupport");
        assertRefused("/ISAPI/System/Network/serverPort", 404, "invalidOperation");
        assertRefused(PROXY + "/99", 400, "badParameters");
        assertThat(client.text("/doc/page/login.asp")).contains("404 -- Not Found");
    }

    @Test
    void hybridNumbersDigitalChannelsAfterTheAnalogOnesAndMixesNamespaces() throws Exception {
        start(RecorderSettings.of("r1", "A", "admin").withChannels(8, 1, 2, 4));

        assertThat(texts(xml("/ISAPI/System/Video/inputs/channels"), "id")).containsExactly("1", "2", "3", "4");
        assertThat(texts(xml(PROXY), "id")).containsExactly("5", "6", "7", "8");
        assertThat(texts(xml(PROXY + "/status"), "chanDetectResult")).contains("notExist");
        assertThat(client.text("/ISAPI/ContentMgmt/Storage"))
                .contains("http://www.hikvision.com/ver20/XMLSchema", "http://www.hikvision.com/ver10/XMLSchema");
        assertThat(texts(xml("/ISAPI/System/deviceInfo"), "deviceType")).containsExactly("DVR");
    }

    @Test
    void picturesAreJpegsThatNameTheirChannel() throws Exception {
        start(RecorderSettings.of("r1", "A", "admin"));

        var answer = client.get("/ISAPI/ContentMgmt/StreamingProxy/channels/201/picture");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.body())).getWidth())
                .isEqualTo(640);
        assertThat(new String(answer.body(), 0, 80, StandardCharsets.UTF_8)).contains("Sân UBND xã");
        assertThat(client.get("/ISAPI/Streaming/channels/201/picture").body()).isEqualTo(answer.body());
        assertRefused("/ISAPI/ContentMgmt/StreamingProxy/channels/501/picture", 500, "deviceError");
    }

    @Test
    void saysItsRealPorts() throws Exception {
        start(RecorderSettings.of("r1", "A", "admin"));

        assertThat(texts(xml("/ISAPI/Security/adminAccesses"), "portNo"))
                .contains(Integer.toString(recorder.httpPort()), Integer.toString(recorder.rtspPort()));
    }

    @Test
    void everyDocumentIsWellFormedOnBothKinds() throws Exception {
        List<String> paths = List.of(
                "/ISAPI/System/deviceInfo",
                "/ISAPI/System/capabilities",
                "/ISAPI/System/time",
                "/ISAPI/System/status",
                PROXY,
                PROXY + "/7",
                PROXY + "/status",
                PROXY + "/7/status",
                "/ISAPI/Streaming/channels",
                "/ISAPI/ContentMgmt/Storage",
                "/ISAPI/Security/adminAccesses",
                "/ISAPI/Security/userCheck");
        for (int analog : new int[] {0, 4}) {
            start(RecorderSettings.of("r1", "A", "admin").withChannels(8, 1, 0, analog));
            for (String path : paths) {
                assertThat(client.get(path).statusCode()).as(path).isEqualTo(200);
                xml(path);
            }
            recorder.close();
        }
    }

    private void assertRefused(String path, int status, String sub) throws Exception {
        var answer = client.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("<ResponseStatus", "<subStatusCode>" + sub + "</subStatusCode>");
    }

    private Document xml(String path) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(client.get(path).body()));
    }

    private static List<String> texts(Document document, String name) {
        NodeList nodes = document.getElementsByTagNameNS("*", name);
        return java.util.stream.IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}

package vn.matluoi.simulators.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.rtsp.Clip;

class OnvifControlTest {

    private static final String PASSWORD = "right-" + System.nanoTime();

    private final HttpClient http = HttpClient.newHttpClient();
    private OnvifSite site;
    private OnvifDevice device;
    private OnvifControl control;

    @BeforeEach
    void start() throws Exception {
        site = OnvifSite.start(Clip.builtIn());
        device = site.add(OnvifSettings.recorder("o1", "Đầu ghi", "viewer", 4), PASSWORD);
        site.add(OnvifSettings.camera("o2", "Camera", "viewer"), PASSWORD);
        control = new OnvifControl(0, site::devices);
    }

    @AfterEach
    void stop() throws Exception {
        control.close();
        site.close();
    }

    private HttpResponse<String> ask(String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path));
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void tellsTheStateOfEveryDeviceAndNoPassword() throws Exception {
        String state = ask("/state", null).body();

        assertThat(state)
                .contains("\"name\":\"o1\"", "\"name\":\"o2\"", "\"address\":\"" + device.address() + '"')
                .contains("\"subscriptions\":0", "\"channels\":4")
                .doesNotContain(PASSWORD);
    }

    @Test
    void switchesModesOnAndOff() throws Exception {
        assertThat(ask("/mode", "{\"device\":\"o1\",\"mode\":\"renewFaults\"}").body())
                .contains("\"modes\":[\"renewFaults\"]");
        assertThat(device.modes()).containsExactly(Mode.RENEW_FAULTS);
        ask("/mode", "{\"device\":\"o1\",\"mode\":\"renewFaults\",\"on\":false}");
        assertThat(device.modes()).isEmpty();
        assertThat(ask("/mode", "{\"device\":\"o1\",\"mode\":\"zzz\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void setsFaultsAndUnplugsCameras() throws Exception {
        ask("/fault", "{\"device\":\"o1\",\"kind\":\"silent\"}");
        ask("/channel", "{\"device\":\"o1\",\"n\":3,\"online\":false}");

        assertThat(device.fault().kind()).isEqualTo(Fault.Kind.SILENT);
        assertThat(device.online(3)).isFalse();
        ask("/fault", "{\"device\":\"o1\",\"kind\":\"locked\",\"seconds\":90}");
        assertThat(device.lockedSeconds()).isBetween(1L, 90L);
    }

    @Test
    void refusesAnEventThatCannotBeAndADeviceThatIsNot() throws Exception {
        assertThat(ask("/event", "{\"device\":\"o1\",\"topic\":\"<b>\"}").statusCode())
                .isEqualTo(400);
        assertThat(ask("/event", "{\"device\":\"o1\",\"topic\":\"tns1:a/b\",\"channel\":5}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("/event", "{\"device\":\"o9\",\"topic\":\"tns1:a/b\"}").body())
                .contains("no device o9");
        assertThat(ask("/event", "{\"device\":\"o1\",\"topic\":\"tns1:VideoSource/MotionAlarm\",\"channel\":4}")
                        .statusCode())
                .isEqualTo(200);
    }
}

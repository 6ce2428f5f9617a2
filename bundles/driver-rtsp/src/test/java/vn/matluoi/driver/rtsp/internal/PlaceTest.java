package vn.matluoi.driver.rtsp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.driver.testkit.Targets;

class PlaceTest {

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1, rtsp://192.0.2.1:554/",
        "http://192.0.2.1:8554, rtsp://192.0.2.1:8554/",
        "http://192.0.2.1:8554/live/0, rtsp://192.0.2.1:8554/live/0",
        "rtsp://192.0.2.1/cam?channel=1&subtype=0, rtsp://192.0.2.1:554/cam?channel=1&subtype=0",
        "http://[2001:db8::1]:554, rtsp://[2001:db8::1]:554/"
    })
    void withoutAnOptionTheAddressIsTheStream(String address, String stream) throws Unsupported {
        var place = Place.of(Targets.at(URI.create(address), "", ""));
        assertThat(place.uri(place.main())).hasToString(stream);
        assertThat(place.sub()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/live/main, /live/main",
        "live/main, /live/main",
        "' /cam/realmonitor?channel=1&subtype=0 ', /cam/realmonitor?channel=1&subtype=0",
        "rtsp://198.51.100.9:1554/a?b=c, /a?b=c",
        "RTSP://198.51.100.9, /",
        "rtsp://198.51.100.9?b, /?b",
        "/a%20b, /a%20b",
        "//198.51.100.9/a, //198.51.100.9/a"
    })
    void ofAnOptionOnlyPathAndQueryAreTaken(String option, String path) throws Unsupported {
        var place = Place.of(ScriptedDevice.target(Map.of(Place.PATH, option)));
        assertThat(place.main()).isEqualTo(path);
        assertThat(place.uri(place.main()).getHost()).isEqualTo("192.0.2.1");
        assertThat(place.uri(place.main()).getPort()).isEqualTo(554);
    }

    @Test
    void anEncryptedAddressIsNotSpokenToInTheClear() {
        var target = Targets.at(URI.create("https://192.0.2.1"), "", "");
        assertThat(catchThrowableOfType(Unsupported.class, () -> Place.of(target))
                        .text()
                        .en())
                .contains("address", "rtsp://");
    }

    @Test
    void thePortOfItsOwnOptionComesFirst() throws Unsupported {
        assertThat(Place.of(ScriptedDevice.target(Map.of(Place.PORT, "8555"))).port())
                .isEqualTo(8555);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://admin:hunter2@192.0.2.1/live",
                "/hunter2 live",
                "/hunter2\r\nX: y",
                "/hunter2%zz",
                "/hunter2#a",
                "/hunter2/chợ",
                "rtsp:///hunter2"
            })
    void whatIsNoPathIsRefusedAndNotQuoted(String option) {
        for (var key : new String[] {Place.PATH, Place.PATH_SUB}) {
            var refused =
                    catchThrowableOfType(Unsupported.class, () -> Place.of(ScriptedDevice.target(Map.of(key, option))));
            assertThat(refused.text().toString()).contains(key).doesNotContain("hunter2");
            assertThat(refused.getCause()).isNull();
        }
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        assertThat(catchThrowableOfType(
                        Unsupported.class,
                        () -> Place.of(ScriptedDevice.target(Map.of(Place.PATH, "/" + "a".repeat(2_000))))))
                .isNotNull();
    }

    @Test
    void itsPathStaysOutOfItsText() throws Unsupported {
        assertThat(Place.of(ScriptedDevice.target(Map.of(Place.PATH, "/hunter2"))))
                .hasToString("192.0.2.1:554");
    }
}

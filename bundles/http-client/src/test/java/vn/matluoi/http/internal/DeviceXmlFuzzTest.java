package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.XmlElement;

/** Whatever a device sends as XML becomes elements within the limits, or is refused in words. */
class DeviceXmlFuzzTest {

    private static final String[] TYPES = {"application/xml", "text/xml; charset=GBK", "charset=\"x", ""};

    @FuzzTest(maxDuration = "1m")
    void isReadWithinItsLimitsOrRefused(byte[] bytes) {
        DeviceXml.looksLikeXml(bytes);
        for (var type : TYPES) {
            try {
                var counted = new int[2];
                check(DeviceXml.read(bytes, type), 1, counted);
                assertThat(counted[0]).isLessThanOrEqualTo(DeviceXml.ELEMENTS);
                assertThat(counted[1]).isLessThanOrEqualTo(DeviceXml.TEXT);
            } catch (Garbled e) {
                assertThat(e.text().vi()).isNotBlank();
                assertThat(e.text().en()).isNotBlank().hasSizeLessThan(600);
            }
        }
    }

    private static void check(XmlElement element, int depth, int[] counted) {
        assertThat(depth).isLessThanOrEqualTo(DeviceXml.DEPTH);
        assertThat(element.name()).isNotEmpty();
        assertThat(element.attributes().size()).isLessThanOrEqualTo(DeviceXml.ATTRIBUTES);
        assertThat(element.text()).doesNotContain("\0");
        counted[0]++;
        counted[1] += element.text().length();
        element.children().forEach(child -> check(child, depth + 1, counted));
    }
}

package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.XmlElement;

class DeviceXmlTest {

    private static XmlElement read(String xml) throws Garbled {
        return DeviceXml.read(xml.getBytes(UTF_8), "application/xml");
    }

    @Test
    void readsByLocalNamesThroughMixedNamespaces() throws Garbled {
        var root = read(
                "<a:storage xmlns:a='urn:1'><hddList xmlns='urn:2'><b:hdd xmlns:b='urn:3' b:size='8'>\n<id> 1 </id></b:hdd></hddList></a:storage>");
        assertThat(root.name()).isEqualTo("storage");
        assertThat(root.text("hddList", "hdd", "id")).contains("1");
        assertThat(root.all("hdd").get(0).attributes()).containsEntry("size", "8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ufeff<?xml version=\"1.0\"?><a><b>ộ</b></a>",
                "\r\n\r\n <?xml version=\"1.0\" encoding=\"UTF-8\"?><a><b>ộ</b></a>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a><b>ộ</b></a>",
                "\r\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<a><b>ộ</b></a>",
                "<?xml version=\"1.0\" encoding=\u201cutf-8\u201d?><a><b>ộ</b></a>",
                "<a><b>\u0001ộ\u0000</b></a>",
                "<a><wsa:b>ộ</wsa:b></a>",
                "<SOAP-ENV:a><b>ộ</b></SOAP-ENV:a>",
                "<a><b>ộ</b></a>\r\n--boundary",
                "<a><b>ộ</b></a><a/>",
                "<a><!-- c --><b><![CDATA[ộ]]></b></a>"
            })
    void forgivesWhatDevicesDo(String xml) throws Garbled {
        var root = read(xml);
        assertThat(root.name()).isEqualTo("a");
        assertThat(root.text("b")).contains("ộ");
    }

    @Test
    void readsTheEncodingItDeclaresIfThatIsTrue() throws Garbled {
        var gbk = "<?xml version=\"1.0\" encoding=\"GB2312\"?><a>\u4e2d\u6587</a>".getBytes(Charset.forName("GB2312"));
        assertThat(DeviceXml.read(gbk, "").text()).isEqualTo("\u4e2d\u6587");
        var utf16 = "\ufeff<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>ộ</a>".getBytes(UTF_16LE);
        assertThat(DeviceXml.read(utf16, "").text()).isEqualTo("ộ");
        assertThat(DeviceXml.read("<a>\u00e9</a>".getBytes(ISO_8859_1), "").text())
                .isEqualTo("\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>Unauthorized</body></html>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY x 'aaaaaaaaaa'><!ENTITY y '&x;&x;&x;'>]><a>&y;</a>",
                " \n<!DOCTYPE a SYSTEM 'http://203.0.113.1/a.dtd'><a/>",
                "<a>&nbsp;</a>",
                "<a><b></a>",
                "<a><b>",
                "Error\r\n",
                "",
                "<",
                "\u0000\u0001\u0002"
            })
    void refusesTheRest(String xml) {
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> read(xml));
    }

    @Test
    void holdsItsLimits() {
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> read("<a>".repeat(40) + "</a>".repeat(40)))
                .withMessageContaining("deeper");
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> read("<a>" + "<b/>".repeat(20_001) + "</a>"))
                .withMessageContaining("elements");
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> read("<a>" + "x".repeat(1024 * 1024 + 1) + "</a>"))
                .withMessageContaining("text");
        var many = new StringBuilder("<a");
        for (int i = 0; i < 201; i++) {
            many.append(" a").append(i).append("='1'");
        }
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> read(many + "/>"))
                .withMessageContaining("attributes");
    }
}

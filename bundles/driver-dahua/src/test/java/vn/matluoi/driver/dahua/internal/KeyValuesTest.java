package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException.Garbled;

/** The grammar of CGI answers, as devices write it. */
class KeyValuesTest {

    private static KeyValues read(String body) throws Garbled {
        return KeyValues.read(body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\r\n\r\n"})
    void linesEndInAnyWay(String end) throws Garbled {
        var values = read("a=1" + end + "b=2" + end);
        assertThat(values.values())
                .containsEntry("a", "1")
                .containsEntry("b", "2")
                .hasSize(2);
    }

    @Test
    void aLastLineNeedsNoEnd() throws Garbled {
        assertThat(read("a=1\r\nb=2").get("b")).contains("2");
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws Garbled {
        assertThat(read("\ufeffname=NVR\r\n").get("name")).contains("NVR");
    }

    @Test
    void aValueMayHoldEqualSignsBlanksAndAccents() throws Garbled {
        var values = read("table.ChannelTitle[0].Name= Ngã tư = chợ  Tân Châu \r\n");
        assertThat(values.get("table.ChannelTitle[0].Name")).contains("Ngã tư = chợ  Tân Châu");
    }

    @Test
    void oldFirmwareWritesGbk() throws Garbled {
        var values = KeyValues.read("name=录像机\r\n".getBytes(Charset.forName("GB18030")));
        assertThat(values.get("name")).contains("录像机");
    }

    @Test
    void bytesOfNoCharacterSetStillGiveTheOtherLines() throws Garbled {
        var values = KeyValues.read(new byte[] {'a', '=', (byte) 0xff, (byte) 0xff, '\n', 'b', '=', '2'});
        assertThat(values.get("b")).contains("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Vendor=x", "vendor=x", " VENDOR = x "})
    void theCaseOfAKeyDoesNotCount(String line) throws Garbled {
        assertThat(read(line).get("vendor")).contains("x");
    }

    @Test
    void whatIsNoPairIsPassedOver() throws Garbled {
        var values = read("garbage\r\n=bare\r\n<a href=\"x=y\">\r\n\"k\"=1\r\nk\u202e=1\r\na=\r\nb=2");
        assertThat(values.values().keySet()).containsExactly("a", "b");
        assertThat(values.get("a")).as("nothing said").isEmpty();
    }

    @Test
    void ofAKeySaidTwiceTheFirstCounts() throws Garbled {
        assertThat(read("a=1\r\na=2").get("a")).contains("1");
    }

    @Test
    void rowsAreReadInEveryFormAndWithGaps() throws Garbled {
        var rows = read("table.R[7].Name=seven\r\ntable.R.uuid:System_CONFIG_NETCAMERA_INFO_3.Name=three\r\n"
                        + "table.R.uuid:System_CONFIG_NETCAMERA_INFO_3.VideoInputs[0].Name=inner\r\ntable.Rx[1].Name=other\r\n"
                        + "table.R[123456].Name=far\r\ntable.R[-1].Name=all\r\ntable.R[].Name=none\r\n")
                .rows("table.R");
        assertThat(rows.keySet()).containsExactly(3, 7);
        assertThat(rows.get(3).get("name")).contains("three");
        assertThat(rows.get(3).get("VideoInputs[0].Name")).contains("inner");
    }

    @Test
    void theOnlyRowMayHaveNoIndex() throws Garbled {
        assertThat(read("table.ChannelTitle.Name=cổng")
                        .rows("table.ChannelTitle")
                        .get(0)
                        .get("Name"))
                .contains("cổng");
    }

    @Test
    void whatStandsAtAnIndexItselfIsRead() throws Garbled {
        var rows = read("channels[0]=2\r\nchannels[1]=5").rows("channels");
        assertThat(rows.values()).extracting(r -> r.index("").orElse(-1)).containsExactly(2, 5);
    }

    @ParameterizedTest
    @CsvSource({"Error, true", "ERROR: x, true", "error, true", "errorCode=0, false", "Error=0, false", "OK, false"})
    void anErrorIsToldFromAKey(String body, boolean error) {
        assertThat(Cgi.isError(body)).isEqualTo(error);
    }

    @Test
    void passwordsAreNotKept() throws Garbled {
        var values = read("table.RemoteDevice[0].Password=p\r\ntable.A.AdminPASSWORD=q\r\ntable.A.PasswordSet=true");
        assertThat(values.values()).containsOnlyKeys("table.a.passwordset");
        assertThat(values.toString()).isEqualTo("1 lines");
    }

    @ParameterizedTest
    @CsvSource({
        "1495797858304.000000, 1495797858304",
        "4096, 4096",
        "0, 0",
        "-1, 0",
        "1e9, 0",
        "99999999999999999999, 0",
        "many, 0",
        "'', 0"
    })
    void numbersComeAsFloats(String said, long number) throws Garbled {
        assertThat(read("n=" + said).number("n")).isEqualTo(number);
    }

    @Test
    void anAnswerWithoutEndIsRefused() {
        var endless = "a=1\n".repeat(KeyValues.MOST_LINES + 1).getBytes(UTF_8);
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> KeyValues.read(endless));
    }
}

package vn.matluoi.source.rest.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.route.Unusable;

class LettersTest {

    private static final String LIST = "[{\"ten_camera\": \"Cổng chợ\"}]";

    /** The same as Windows-1258 has it: tones are letters of their own. */
    private static final String WITH_TONES = "[{\"ten_camera\": \"Cô\u0309ng chơ\u0323\"}]";

    private static final Charset WINDOWS_1258 = Charset.forName("windows-1258");

    private record Answer(String type, byte[] bytes) implements DeviceReply {

        @Override
        public int status() {
            return 200;
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.of(type).filter(each -> !each.isEmpty());
        }

        @Override
        public String text() {
            throw new AssertionError("it guesses");
        }

        @Override
        public XmlElement xml() {
            throw new AssertionError("it is no XML");
        }
    }

    private static String read(String type, byte[] bytes) throws Unusable {
        return new String(Letters.utf8(new Answer(type, bytes)), UTF_8);
    }

    private static void isRefused(String type, byte[] bytes, String... words) {
        assertThatExceptionOfType(Unusable.class)
                .isThrownBy(() -> read(type, bytes))
                .satisfies(e -> {
                    assertThat(e.rule()).isEqualTo("rest.charset");
                    assertThat(e.text().vi()).contains(words);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=windows-1258",
                "application/json;charset=\"Windows-1258\"",
                "text/plain; boundary=x; Charset = cp1258"
            })
    void theCharacterSetThatIsDeclaredIsHonoured(String type) throws Unusable {
        assertThat(read(type, WITH_TONES.getBytes(WINDOWS_1258))).isEqualTo(LIST);
    }

    @Test
    void utf16IsReadWhicheverByteIsFirst() throws Unusable {
        for (var type : new String[] {"application/json; charset=utf-16", "application/json", ""}) {
            assertThat(read(type, LIST.getBytes(UTF_16LE))).isEqualTo(LIST);
            assertThat(read(type, LIST.getBytes(UTF_16BE))).isEqualTo(LIST);
            assertThat(read(type, ("\ufeff" + LIST).getBytes(UTF_16LE))).endsWith(LIST);
        }
    }

    @Test
    void whatIsValidUtf8IsUtf8WhateverIsDeclared() throws Unusable {
        for (var type : new String[] {
            "",
            "application/json; charset=utf-8",
            "application/json; charset=iso-8859-1",
            "application/json; charset=x-none"
        }) {
            assertThat(read(type, LIST.getBytes(UTF_8))).isEqualTo(LIST);
        }
    }

    @Test
    void oldLettersComeAsTheLatinOnesThatTheyAreDeclaredToBe() throws Unusable {
        var old = "[\"Cæng chî\"]"; // told from Latin by who reads the records
        assertThat(read("application/json; charset=iso-8859-1", old.getBytes(ISO_8859_1)))
                .isEqualTo(old);
    }

    @Test
    void bytesThatAreInNoDeclaredSetAreRefusedWithTheFirstOfThem() {
        var bytes = "[\"Hà\"]".getBytes(ISO_8859_1);
        isRefused("application/json", bytes, "không phải UTF-8 (từ byte 4)", "không khai bảng mã");
        isRefused("application/json; charset=utf-8", bytes, "bảng mã UTF-8 (từ byte 4)");
        isRefused("application/json; charset=x-none", bytes, "bảng mã x-none");
        isRefused("application/json; charset=windows-1258", new byte[] {'[', '"', (byte) 0x8A, '"'}, "từ byte 3");
        isRefused("application/json; charset=utf-16", new byte[] {'[', 0, '"'}, "UTF-16LE");
    }

    @Test
    void theNameOfASetIsNotTrusted() {
        isRefused("application/json; charset=" + "x".repeat(5000), new byte[] {'[', (byte) 0xC0}, "xxx");
        isRefused("application/json; charset=%n%s<script>", new byte[] {'[', (byte) 0xC0}, "bảng mã");
        assertThatExceptionOfType(Unusable.class)
                .isThrownBy(() -> read("a; charset=" + "x".repeat(5000), new byte[] {'[', (byte) 0xC0}))
                .satisfies(e -> assertThat(e.text().vi()).hasSizeLessThan(300));
    }

    @Test
    void whatDoesNotBeginAsJsonIsLeftToWhoReadsIt() throws Unusable {
        var image = new byte[] {(byte) 0x89, 'P', 'N', 'G'};
        assertThat(Letters.utf8(new Answer("image/png", image))).isSameAs(image);
        assertThat(Letters.utf8(new Answer("", new byte[0]))).isEmpty();
    }
}

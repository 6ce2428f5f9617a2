package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException.FieldError;

class SoapCheckTest {

    private static final Map<String, String> GOOD = Map.of(
            "url", "https://his.example.vn/ws",
            "body.file", "get.xml",
            "items", "Body/GetCamerasResponse/Camera");

    @TempDir
    Path etc;

    private SoapCheck check;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(etc.resolve("soap"));
        file("get.xml", "<GetCameras/>");
        check = new SoapCheck(null, (settings, errors) -> {}, etc);
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(etc.resolve("soap").resolve(name), content);
    }

    private List<String> with(String... more) {
        var settings = new TreeMap<>(GOOD);
        for (var n = 0; n < more.length; n += 2) {
            settings.put(more[n], more[n + 1]);
        }
        return check.check(settings).stream().map(SoapCheckTest::named).toList();
    }

    private static String named(FieldError error) {
        return error.field() + ": " + error.rule();
    }

    @Test
    void acceptsWhatIsRight() throws IOException {
        assertThat(with()).isEmpty();
        file("page.xml", "<GetCameras p=\"{page}\"/>");
        assertThat(with(
                        "body.file", "page.xml",
                        "soap", "1.2",
                        "action", "urn:his:GetCameras",
                        "page.first", "0",
                        "columns", "Vĩ độ = ViTri/Lat; Mã camera = @id; Số = Ô/@số",
                        "every.seconds", "60"))
                .isEmpty();
        file("next.xml", "<GetCameras>{next}</GetCameras>");
        assertThat(with("body.file", "next.xml", "next", "Body/GetCamerasResponse/@next"))
                .isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(with(
                        "url", "ftp://his/ws",
                        "soap", "2",
                        "action", "a\"b",
                        "items", "soap:Body/x",
                        "next", "a//b",
                        "body.file", "../keys/his",
                        "columns", "ViTri/Lat",
                        "username", "hub",
                        "page.first", "-1",
                        "every.seconds", "0"))
                .containsExactly(
                        "url: url",
                        "secret.file: both",
                        "soap: version",
                        "action: action",
                        "items: path",
                        "next: path",
                        "body.file: file",
                        "columns: columns",
                        "page.first: range",
                        "every.seconds: range");
    }

    @Test
    void whatIsSentMustBeThereAndXml() throws IOException {
        assertThat(with("body.file", "absent.xml")).containsExactly("body.file: file");
        file("bad.xml", "<GetCameras>");
        assertThat(with("body.file", "bad.xml")).containsExactly("body.file: xml");
        file("dtd.xml", "<!DOCTYPE x><GetCameras/>");
        assertThat(with("body.file", "dtd.xml")).containsExactly("body.file: xml");
        file("large.xml", "<a>" + "x".repeat(70_000) + "</a>");
        assertThat(with("body.file", "large.xml")).containsExactly("body.file: file");
        Files.write(etc.resolve("soap/latin.xml"), new byte[] {'<', 'a', '>', (byte) 0xe9, '<', '/', 'a', '>'});
        assertThat(with("body.file", "latin.xml")).containsExactly("body.file: file");
    }

    @Test
    void placesForPagesAndKeysGoTogether() throws IOException {
        assertThat(with("next", "Body/Next")).containsExactly("next: placeholder");
        file("next.xml", "<GetCameras>{next}</GetCameras>");
        assertThat(with("body.file", "next.xml")).containsExactly("body.file: placeholder");
        file("both.xml", "<GetCameras>{next}{page}</GetCameras>");
        assertThat(with("body.file", "both.xml", "next", "Body/Next")).containsExactly("body.file: either");
    }

    @Test
    void aTokenNeedsAPlaceAnAccountAndForThePasswordItselfTls() throws IOException {
        Files.createDirectories(etc.resolve("keys"));
        Files.writeString(etc.resolve("keys/his"), "x");
        Files.setPosixFilePermissions(etc.resolve("keys/his"), PosixFilePermissions.fromString("rw-------"));
        file("sealed.xml", "<E><H>{security}</H></E>");
        var good = List.of(
                "body.file", "sealed.xml", "username", "hub", "secret.file", "his", "certificate", "ab".repeat(32));
        assertThat(with(good, "wsse", "digest")).isEmpty();
        assertThat(with(good, "wsse", "text")).isEmpty();
        assertThat(with(good, "wsse", "digest", "url", "http://his.example.vn/ws"))
                .isEmpty();
        assertThat(with(good, "wsse", "text", "url", "http://his.example.vn/ws"))
                .containsExactly("wsse: tls");
        assertThat(with(good, "wsse", "saml")).containsExactly("wsse: wsse");
        assertThat(with(good)).containsExactly("body.file: security");
        assertThat(with(good, "wsse", "text", "body.file", "get.xml")).containsExactly("body.file: security");
        file("twice.xml", "<E a=\"{security}\">{security}</E>");
        assertThat(with(good, "wsse", "text", "body.file", "twice.xml")).containsExactly("body.file: security");
        assertThat(with("body.file", "sealed.xml", "wsse", "digest")).containsExactly("wsse: account");
        assertThat(with(good, "wsse", "digest", "wsse.timestamp", "required")).isEmpty();
        assertThat(with(good, "wsse", "digest", "wsse.timestamp", "always")).containsExactly("wsse.timestamp: word");
        assertThat(with("wsse.timestamp", "none")).isEmpty();
        assertThat(with("wsse.timestamp", "sent")).containsExactly("wsse.timestamp: needs");
    }

    private List<String> with(List<String> some, String... more) {
        return with(Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void itemsAreElements() {
        assertThat(with("items", "Body/@x")).containsExactly("items: path");
        assertThat(with("items", "")).containsExactly("items: path");
    }
}

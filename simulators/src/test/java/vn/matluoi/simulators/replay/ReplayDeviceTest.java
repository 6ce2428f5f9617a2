package vn.matluoi.simulators.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.login.LoginCount;

class ReplayDeviceTest {

    private static final String PASSWORD = "right-" + System.nanoTime();

    @TempDir
    Path folder;

    private void index(String... lines) throws IOException {
        Files.write(folder.resolve("INDEX.tsv"), List.of(lines));
    }

    private ReplayDevice device(Path captures) throws IOException {
        return new ReplayDevice(captures, 0, "viewer", PASSWORD, Clock.systemUTC());
    }

    /** Digest by the JDK's old client, which shares nothing with the simulator. */
    private static HttpURLConnection get(ReplayDevice device, String path, String password) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(device.address() + path).openConnection();
        connection.setReadTimeout(10_000);
        connection.setAuthenticator(new Authenticator() {
            private boolean asked;

            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                if (asked) {
                    return null;
                }
                asked = true;
                return new PasswordAuthentication("viewer", password.toCharArray());
            }
        });
        return connection;
    }

    private static String text(HttpURLConnection connection) throws IOException {
        boolean bad = connection.getResponseCode() >= 400;
        try (var in = bad ? connection.getErrorStream() : connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void answersWhatTheDeviceAnsweredByteForByte() throws Exception {
        String odd = "\n<?xml version=\"1.0\"?>\r\n<DeviceInfo><a>é</a></DeviceInfo>";
        Files.writeString(folder.resolve("info.xml"), odd);
        index("200\t/ISAPI/System/deviceInfo\tinfo.xml");
        try (ReplayDevice device = device(folder)) {
            assertThat(text(get(device, "/ISAPI/System/deviceInfo", PASSWORD))).isEqualTo(odd);
            assertThat(device.logins()).containsEntry("viewer", new LoginCount(1, 0, 0));
            assertThat(device.requests()).containsEntry("GET /ISAPI/System/deviceInfo", 2L);
        }
    }

    @Test
    void refusesWhatTheDeviceRefusedAndWhatItWasNeverAsked() throws Exception {
        index("403\t/ISAPI/System/IO/inputs/1/status\t-", "400\t/ISAPI/Streaming/channels/103\t-");
        try (ReplayDevice device = device(folder)) {
            var refused = get(device, "/ISAPI/System/IO/inputs/1/status", PASSWORD);
            assertThat(refused.getResponseCode()).isEqualTo(403);
            assertThat(text(refused)).contains("<subStatusCode>notSupport</subStatusCode>");
            var bad = get(device, "/ISAPI/Streaming/channels/103", PASSWORD);
            assertThat(bad.getResponseCode()).isEqualTo(400);
            assertThat(text(bad)).contains("<subStatusCode>badParameters</subStatusCode>");
            assertThat(get(device, "/ISAPI/nobody", PASSWORD).getResponseCode()).isEqualTo(404);
        }
    }

    @Test
    void countsAWrongPassword() throws Exception {
        index("200\t/a\t-");
        try (ReplayDevice device = device(folder)) {
            assertThat(get(device, "/a", "wrong").getResponseCode()).isEqualTo(401);
            assertThat(device.logins()).containsEntry("viewer", new LoginCount(0, 1, 0));
        }
    }

    @Test
    void servesNoFileOutsideItsFolder() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.writeString(inner.resolve("INDEX.tsv"), "200\t/a\t../" + secret.getFileName() + "\n");

        assertThatThrownBy(() -> device(inner)).isInstanceOf(IOException.class).hasMessageContaining("line 1");
    }

    @Test
    void namesTheLineThatIsNotAnIndex() throws Exception {
        index("200\t/a\t-", "two hundred /b -");

        assertThatThrownBy(() -> device(folder)).isInstanceOf(IOException.class).hasMessageContaining("line 2");
    }

    @Test
    void everyCapturedAnswerComesWithItsStatus() throws Exception {
        Optional<Path> captures = Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .map(p -> p.resolve("shared/captures/hikvision"))
                .filter(Files::isDirectory)
                .findFirst();
        assumeTrue(captures.isPresent(), "skipped: there is no folder shared/captures/hikvision beside the project");
        List<Path> indexes;
        try (Stream<Path> files = Files.walk(captures.get())) {
            indexes = files.filter(file -> file.endsWith("INDEX.tsv")).toList();
        }
        assertThat(indexes).isNotEmpty();
        for (Path index : indexes) {
            try (ReplayDevice device = device(index.getParent())) {
                for (var capture : Capture.index(index.getParent()).entrySet()) {
                    assertThat(get(device, capture.getKey(), PASSWORD).getResponseCode())
                            .as(index + " " + capture.getKey())
                            .isEqualTo(capture.getValue().status());
                }
            }
        }
    }
}

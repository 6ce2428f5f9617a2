package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What was seen on event streams of real devices, and worse. */
class AlertScannerTest {

    private static final String ALERT = "<EventNotificationAlert><eventType>VMD</eventType></EventNotificationAlert>";
    private static final String HEAD = "Content-Type: application/xml; charset=\"UTF-8\"\r\nContent-Length: ";

    private final List<String> texts = new ArrayList<>();
    private int others;
    private final AlertScanner scanner =
            new AlertScanner("multipart/mixed; boundary=boundary", new AlertScanner.Parts() {
                @Override
                public void text(String text) {
                    texts.add(text);
                }

                @Override
                public void other() {
                    others++;
                }
            });

    @Test
    void readsPartsWhateverThePiecesAre() {
        var stream = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            stream.append("--boundary\r\n").append(HEAD).append(ALERT.length()).append("\r\n\r\n");
            stream.append(ALERT).append("\r\n");
        }
        var bytes = stream.toString().getBytes(UTF_8);
        var random = new Random(7);
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(9));
            scanner.take(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        assertThat(texts).hasSize(20).containsOnly(ALERT);
    }

    @Test
    void doubledBoundary() {
        take("--boundary\r\n--boundary\r\n" + HEAD + ALERT.length() + "\r\n\r\n" + ALERT
                + "\r\n--boundary--boundary\r\n" + HEAD + ALERT.length() + "\r\n\r\n" + ALERT);
        assertThat(texts).containsExactly(ALERT, ALERT);
    }

    @Test
    void boundaryLfCrLf() {
        take("--boundary\n\r\n" + HEAD + ALERT.length() + "\n\r\n" + ALERT + "\n\r\n--boundary\n\r\n" + ALERT);
        assertThat(texts).containsExactly(ALERT, ALERT);
    }

    @Test
    void wrongPartLength() {
        take("--boundary\r\n" + HEAD + "3\r\n\r\n" + ALERT + "\r\n--boundary\r\n" + HEAD + "99999\r\n\r\n" + ALERT
                + "\r\n--boundary\r\nContent-Length:-1\r\n\r\n" + ALERT);
        assertThat(texts).containsExactly(ALERT, ALERT, ALERT);
    }

    @Test
    void jpegBetweenParts() {
        var picture = new byte[200_000];
        new Random(1).nextBytes(picture);
        picture[0] = (byte) 0xff;
        picture[1] = (byte) 0xd8;
        take("--boundary\r\nContent-Type: image/jpeg\r\nContent-Length: 12\r\n\r\n");
        scanner.take(picture);
        take("\r\n--boundary\r\n\r\n" + ALERT + "\r\n--boundary\r\n");
        scanner.take(picture);
        take("--boundary\r\n\r\n" + ALERT);
        assertThat(texts).containsExactly(ALERT, ALERT);
        assertThat(others).isEqualTo(2);
    }

    @Test
    void readsAlarmsWithoutNamespaceDeclarationOrBoundary() {
        take(ALERT + ALERT + "\r\n<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n" + ALERT);
        assertThat(texts).hasSize(3).first().isEqualTo(ALERT);
    }

    @Test
    void readsJsonBetweenXml() {
        var json = "{\"eventType\":\"ANPR\",\"note\":\"a } in \\\" quotes\",\"list\":[{}]}";
        take("--boundary\r\nContent-Type: application/json\r\n\r\n" + json + "\r\n--boundary\r\n\r\n" + ALERT);
        assertThat(texts).containsExactly(json, ALERT);
    }

    @Test
    void cutsATextThatDoesNotEndAtTheBoundary() {
        take("--boundary\r\n\r\n<EventNotificationAlert><eventType>VMD</eventType>\r\n--boundary\r\n\r\n" + ALERT);
        assertThat(texts).containsExactly("<EventNotificationAlert><eventType>VMD</eventType>\r\n", ALERT);
    }

    @Test
    void readsOtherBoundariesAndHeadersThatAreNone() {
        var found = new ArrayList<String>();
        var other = new AlertScanner("multipart/mixed;boundary=\"--MIME_boundary\"", new AlertScanner.Parts() {
            @Override
            public void text(String text) {
                found.add(text);
            }

            @Override
            public void other() {
                // none
            }
        });
        other.take(("--MIME_boundary\r\n: odd\r\n(x) y\r\n\r\n" + ALERT
                        + "\r\n--MIME_boundary\r\n\r\n{\"a\":\r\n--MIME_boundary")
                .getBytes(UTF_8));
        assertThat(found).containsExactly(ALERT, "{\"a\":\r\n");
    }

    @Test
    void keepsBytesOfAnotherEncodingReadable() {
        scanner.take("<a><channelName>C\u00e2u</channelName></a>".getBytes(ISO_8859_1));
        scanner.take("<a><channelName>C\u1ea7u</channelName></a>".getBytes(UTF_8));
        assertThat(texts)
                .containsExactly(
                        "<a><channelName>C\u00e2u</channelName></a>", "<a><channelName>C\u1ea7u</channelName></a>");
    }

    @Test
    void keepsTheBeginningOfAHugePartAndGivesUpOnAnEndlessOne() {
        var filler = "x".repeat(64 * 1024);
        take("<EventNotificationAlert>");
        for (int i = 0; i < 16; i++) {
            assertThat(take(filler)).isTrue();
        }
        take("</EventNotificationAlert>");
        assertThat(texts).hasSize(1);
        assertThat(texts.get(0)).hasSize(AlertScanner.KEPT);
        take("<EventNotificationAlert>");
        boolean goesOn = true;
        int pieces = 0;
        while (goesOn && pieces++ < 1000) {
            goesOn = take(filler);
        }
        assertThat(pieces).isBetween(127, 129);
    }

    @Test
    void givesUpOnRubbishWithoutEnd() {
        var rubbish = new ByteArrayOutputStream();
        for (int i = 0; i < 4096; i++) {
            rubbish.writeBytes("rubbish\r\n\r\n".getBytes(UTF_8));
        }
        boolean goesOn = true;
        int pieces = 0;
        while (goesOn && pieces++ < 1000) {
            goesOn = scanner.take(rubbish.toByteArray());
        }
        assertThat(goesOn).isFalse();
    }

    private boolean take(String bytes) {
        return scanner.take(bytes.getBytes(UTF_8));
    }
}

package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end a proxy before the hub and the hub may see in different places (RFC 9112, sections 6 and 7). Each holds a
 * second request in what is its body by one reading; Jetty reads many as two, so nothing is read behind a body in chunks.
 */
class SmugglingTest {

    private static final String HIDDEN = "GET /health/live?hidden HTTP/1.1\r\nHost: hub\r\n\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    @Test
    void answersTwoRequestsThatFollowEachOther() throws Exception {
        var two = "GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n" + HIDDEN;
        assertThat(statuses(two)).containsExactly(200, 200);
    }

    static Stream<Arguments> readTwoWays() {
        var body = "0\r\n\r\n" + HIDDEN;
        var length = "Content-Length: " + HIDDEN.length();
        return Stream.of(
                request("a length beside chunks", body, "Content-Length: " + body.length(), CHUNKED),
                request("chunks beside a length", body, CHUNKED, "Content-Length: " + body.length()),
                request("two lengths", HIDDEN, "Content-Length: 0", length),
                request("two lengths, the longer first", HIDDEN, length, "Content-Length: 0"),
                request("two lengths in one line", HIDDEN, "Content-Length: 0, " + HIDDEN.length()),
                request("a signed length", HIDDEN, "Content-Length: +" + HIDDEN.length()),
                request("a length below zero", HIDDEN, "Content-Length: -1"),
                request("a length with its base", HIDDEN, "Content-Length: 0x0"),
                request("a length beyond all numbers", HIDDEN, "Content-Length: 18446744073709551616"),
                request("a space before the colon", HIDDEN, "Content-Length : " + HIDDEN.length()),
                request("xchunked", body, "Transfer-Encoding: xchunked"),
                request("chunked, then something", body, "Transfer-Encoding: chunked, identity"),
                request("chunked with a parameter", body, "Transfer-Encoding: chunked;a=b"),
                request("chunked twice", body, CHUNKED, CHUNKED),
                request("identity beside chunked", body, CHUNKED, "Transfer-Encoding: identity"),
                request("quoted", body, "Transfer-Encoding: \"chunked\""),
                request("a tab inside", body, "Transfer-Encoding: chun\tked"),
                request("a vertical tab before", body, "Transfer-Encoding: \u000bchunked"),
                request("a space before its colon", body, "Transfer-Encoding : chunked"),
                request("folded", body, "Transfer-Encoding:\r\n chunked"),
                request("a line that ends with CR", body, "X: y\rTransfer-Encoding: chunked"));
    }

    static Stream<Arguments> chunksReadTwoWays() {
        var body = "0\r\n\r\n" + HIDDEN;
        var size = Integer.toHexString(body.length());
        var filler = "z".repeat(body.length());
        var end = "\r\n0\r\n\r\n";
        return Stream.of(
                chunks("an extension, as the standard allows", "1;a=b\r\nz\r\n" + body),
                chunks("a bare LF ends an extension", size + ";\n" + filler + "\r\n" + body + end),
                chunks("a bare CR ends an extension", size + ";\r" + filler + "\r\n" + body + end),
                chunks("a quoted extension goes on", "1;a=\"\r\nz\r\n" + body + "\"\r\nz" + end),
                chunks("a bare LF ends a size", "1\nz\r\n" + body),
                chunks("a bare CR ends a size", "1\rz\r\n" + body),
                chunks("a chunk without an end", "1\r\nz" + body),
                chunks("a chunk with another end", "1\r\nz  " + body),
                chunks("a chunk with two ends", "1\r\nz\r\n\r\n" + body),
                chunks("no size", "\r\n" + body),
                chunks("a size beyond all numbers", "10000000000000001\r\nz\r\n" + body),
                chunks("a size that wraps around", "100000001\r\nz\r\n" + body),
                chunks("a size that wraps to nothing", "100000000\r\n\r\n" + HIDDEN),
                chunks("a signed size", "+1\r\nz\r\n" + body),
                chunks("a size below zero", "-1\r\nz\r\n" + body),
                chunks("a size with its base", "0x1\r\nz\r\n" + body),
                chunks("a space in a size", "0 1\r\nz\r\n" + body),
                chunks(
                        "a trailer that says it all again",
                        "0\r\nContent-Length: 0\r\n" + CHUNKED + "\r\n\r\n" + HIDDEN),
                chunks("a trailer that ends with LF", "0\r\nX: y\n\n" + HIDDEN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"readTwoWays", "chunksReadTwoWays"})
    void neverReadsTwoRequestsOutOfOne(String name, String request) throws Exception {
        assertThat(statuses(request)).as(name).hasSize(1).allSatisfy(status -> assertThat(status)
                .isBetween(400, 499));
    }

    /** A body in chunks, extensions and all, is read as the standard has it, and the connection ends with the answer. */
    @Test
    void readsNothingBehindABodyInChunks() throws Exception {
        var request =
                "POST /health/live HTTP/1.1\r\nHost: hub\r\n" + CHUNKED + "\r\n\r\n1;a=b\r\nz\r\n0\r\n\r\n" + HIDDEN;
        assertThat(exchange(request)).contains("Connection: close\r\n");
        assertThat(statuses(request)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/sources",
                "/api/v1/sources;a=b",
                "/api/v1/x/../sources",
                "/api/v1/x/..;/sources",
                "/api/v1/x/%2e%2e/sources",
                "/api//v1/sources",
                "/%61pi/v1/sources",
                "/api/v1/sources%00",
                "/api/v1/sources%2f",
                "/API/v1/sources",
                "/health/live/../../api/v1/sources",
                "/health/live/..;/..;/api/v1/sources",
                "/health/%2e%2e/api/v1/sources",
                "\\api\\v1\\sources",
                "//hub/api/v1/sources",
                "http:api/v1/sources",
                "http:///api/v1/sources",
                "http://hub@other/api/v1/sources",
                "http://hub:443:80/api/v1/sources",
                "http://[hub/api/v1/sources",
                "other://hub/api/v1/sources",
            })
    void noOddAddressLeadsPastTheLogIn(String address) throws Exception {
        var answer = exchange("GET " + address + " HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .matches("(?s)HTTP/1\\.1 (4\\d\\d .*|308 .*Location: https://hub:\\d+/api/v1/sources\r\n.*)")
                .doesNotContain("\"items\"");
    }

    private static Arguments request(String name, String body, String... headers) {
        return Arguments.of(
                name,
                "POST /api/v1/session HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
                        + String.join("\r\n", headers) + "\r\n\r\n" + body);
    }

    private static Arguments chunks(String name, String body) {
        return request(name, body, CHUNKED);
    }

    /** @return the status of every answer on a connection that carries these bytes and then ends */
    private static List<Integer> statuses(String bytes) throws Exception {
        return STATUS.matcher(exchange(bytes))
                .results()
                .map(each -> Integer.valueOf(each.group(1)))
                .toList();
    }

    private static String exchange(String bytes) throws Exception {
        var port = SharedHub.get().base().getPort();
        try (var socket = Client.tls().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            var answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketException cut) {
                // it may end the connection as it likes
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }
}

package vn.matluoi.simulators.rtsp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import vn.matluoi.simulators.login.Digest;

/**
 * What a viewer says on one RTSP connection (RFC 2326, interleaved on channels 0 and 1): from DESCRIBE to PLAY, then
 * keep-alives. It reads no byte beyond the answer to PLAY. The account in the address, if any, is used for digest log-in,
 * once. For one thread.
 */
final class RtspTalk {

    private static final int MAX_MESSAGE = 1 << 16;

    private final String host;
    private final int port;
    private final String address;
    private final String user;
    private final String password;
    private int sequence = 1;
    private String challenge;
    private int uses;
    private String session = "";
    private String base;

    /** What takes the packets that come before an answer; the {@code $} of each is read already. */
    interface Packets {
        void next() throws IOException;
    }

    /** One of the server's answers. */
    private record Answer(int status, String statusLine, List<String> headers, String body) {

        String header(String name) {
            for (String header : headers) {
                if (header.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                    return header.substring(name.length() + 1).trim();
                }
            }
            return "";
        }
    }

    /** @param uri {@code rtsp://[user:password@]host[:port]/path} */
    RtspTalk(URI uri) {
        String account = uri.getUserInfo();
        user = account == null ? null : account.substring(0, Math.max(0, account.indexOf(':')));
        password = account == null ? null : account.substring(account.indexOf(':') + 1);
        host = uri.getHost();
        port = uri.getPort() < 0 ? 554 : uri.getPort();
        address = "rtsp://" + host + ':' + port + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery());
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** @throws IOException naming the step that was refused, never the password */
    void play(InputStream in, OutputStream out, Packets packets) throws IOException {
        Answer described = ask(in, out, packets, "DESCRIBE", address, "Accept: application/sdp\r\n");
        String contentBase = described.header("content-base");
        base = contentBase.isEmpty() ? address : contentBase;
        String control = videoControl(described.body());
        String track = control.startsWith("rtsp://")
                ? control
                : control.isEmpty() || control.equals("*") ? base : (base.endsWith("/") ? base : base + '/') + control;
        Answer set = ask(in, out, packets, "SETUP", track, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
        session = set.header("session").split(";")[0].trim();
        ask(in, out, packets, "PLAY", base, "Session: " + session + "\r\nRange: npt=0.000-\r\n");
    }

    byte[] keepAlive() {
        return request("GET_PARAMETER", base, "Session: " + session + "\r\n");
    }

    byte[] teardown() {
        return request("TEARDOWN", base, "Session: " + session + "\r\n");
    }

    /** Reads an answer that is of no interest, whose first byte is read already. */
    void skipAnswer(InputStream in, int first) throws IOException {
        answer(in, first);
    }

    private static String videoControl(String sdp) {
        boolean video = false;
        for (String line : sdp.split("\r?\n")) {
            if (line.startsWith("m=")) {
                video = line.startsWith("m=video");
            } else if (video && line.startsWith("a=control:")) {
                return line.substring(10).trim();
            }
        }
        return "";
    }

    private Answer ask(InputStream in, OutputStream out, Packets packets, String method, String uri, String headers)
            throws IOException {
        boolean fresh = challenge == null;
        out.write(request(method, uri, headers));
        Answer answer = readAnswer(in, packets);
        if (answer.status() == 401 && fresh && user != null) {
            challenge = answer.headers().stream()
                    .filter(h -> h.toLowerCase(Locale.ROOT).startsWith("www-authenticate: digest"))
                    .findFirst()
                    .map(h -> h.substring(h.indexOf(':') + 1).trim())
                    .orElseThrow(() -> new IOException(method + " refused, and no digest offered"));
            out.write(request(method, uri, headers));
            answer = readAnswer(in, packets);
        }
        if (answer.status() != 200) {
            throw new IOException(method + " refused: " + answer.statusLine());
        }
        return answer;
    }

    private byte[] request(String method, String uri, String headers) {
        StringBuilder request = new StringBuilder(method + ' ' + uri + " RTSP/1.0\r\nCSeq: " + sequence++ + "\r\n");
        if (challenge != null) {
            byte[] random = new byte[8];
            new SecureRandom().nextBytes(random);
            request.append("Authorization: ")
                    .append(Digest.authorization(
                            challenge,
                            user,
                            password,
                            method,
                            uri,
                            ++uses,
                            HexFormat.of().formatHex(random)))
                    .append("\r\n");
        }
        request.append("User-Agent: matluoi-sink\r\n").append(headers).append("\r\n");
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads up to the next answer; pictures that come before it are handed on. */
    private static Answer readAnswer(InputStream in, Packets packets) throws IOException {
        while (true) {
            int first = in.read();
            if (first == '$') {
                packets.next();
            } else if (first < 0) {
                throw new EOFException("the server closed the connection");
            } else {
                return answer(in, first);
            }
        }
    }

    private static Answer answer(InputStream in, int first) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(first);
        int last4 = first;
        while (last4 != 0x0d0a0d0a) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            head.write(b);
            last4 = last4 << 8 | b;
            if (head.size() > MAX_MESSAGE) {
                throw new IOException("an answer larger than " + MAX_MESSAGE + " bytes");
            }
        }
        List<String> lines =
                new ArrayList<>(List.of(head.toString(StandardCharsets.UTF_8).split("\r\n")));
        String[] status = lines.get(0).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("RTSP/") || !status[1].matches("\\d{3}")) {
            throw new IOException("not an RTSP answer");
        }
        Answer bare = new Answer(Integer.parseInt(status[1]), lines.get(0), lines, "");
        String length = bare.header("content-length");
        if (!length.matches("\\d{1,5}")) {
            return bare;
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        return new Answer(bare.status(), bare.statusLine(), lines, new String(body, StandardCharsets.UTF_8));
    }
}

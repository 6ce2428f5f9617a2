package vn.matluoi.driver.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays a device's RTSP server on loopback, up to the description of a stream, behind the same log-in as
 * {@link DeviceServer}; OPTIONS needs none. One thread serves one connection after the other, so that threads counted in a
 * test are the driver's.
 */
public final class RtspDevice implements PlayedDevice {

    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket socket;
    private final DigestDoor door;
    private final Handler handler;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger wrongLogins = new AtomicInteger();
    private final AtomicLong mostTaken = new AtomicLong();
    private volatile Optional<String> insisted = Optional.empty();
    private volatile Optional<WithoutEnd> withoutEnd = Optional.empty();

    /** Answers what was asked with the right password, or asked by OPTIONS. */
    @FunctionalInterface
    public interface Handler {

        /** @return the whole message; its {@code CSeq} is made the right one */
        String answer(Request request);
    }

    /** @param uri as sent */
    public record Request(String method, String uri) {}

    private RtspDevice(ServerSocket socket, DigestDoor door, Handler handler) {
        this.socket = socket;
        this.door = door;
        this.handler = handler;
    }

    /** Starts on a free port of loopback. */
    public static RtspDevice open(String user, String secret, Handler handler) {
        try {
            var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var device = new RtspDevice(socket, new DigestDoor(user, secret), handler);
            var thread = new Thread(device::serve, "rtsp-device");
            thread.setDaemon(true);
            thread.start();
            return device;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return an answer with a description */
    public static String described(String sdp) {
        return "RTSP/1.0 200 OK\r\nCSeq: 0\r\nContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(sdp.getBytes(StandardCharsets.UTF_8).length, sdp);
    }

    /** @param status with its reason, as {@code 404 Not Found} */
    public static String status(String status) {
        return "RTSP/1.0 %s\r\nCSeq: 0\r\n\r\n".formatted(status);
    }

    /** From now on the answer to whatever is asked with the right password or by OPTIONS, until {@link #recover}. */
    public void insist(String answer) {
        insisted = Optional.of(answer);
    }

    /** It is a header that does not end: of a body the length is said before. */
    @Override
    public void answerWithoutEnd(Pace pace) {
        withoutEnd = Optional.of(new WithoutEnd(pace, mostTaken));
    }

    @Override
    public long mostTaken() {
        return mostTaken.get();
    }

    @Override
    public void recover() {
        insisted = Optional.empty();
        var former = withoutEnd;
        withoutEnd = Optional.empty();
        former.ifPresent(WithoutEnd::close);
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public int requests() {
        return requests.get();
    }

    @Override
    public int wrongLogins() {
        return wrongLogins.get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                serve(socket.accept());
            } catch (IOException e) {
                // the driver is gone, or the device was switched off: then the loop ends
            }
        }
    }

    private void serve(Socket connection) throws IOException {
        boolean goesOn = false;
        try {
            connection.setSoTimeout(PATIENCE_MILLIS);
            goesOn = talks(connection);
        } finally {
            if (!goesOn) {
                connection.close();
            }
        }
    }

    /** @return whether the connection goes on without an end */
    private boolean talks(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        for (var start = in.readLine(); start != null; start = in.readLine()) {
            var headers = new HashMap<String, String>();
            for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                var parts = line.split(":", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
            }
            requests.incrementAndGet();
            var ill = withoutEnd;
            if (ill.isPresent()) {
                connection
                        .getOutputStream()
                        .write("RTSP/1.0 200 OK\r\nCSeq: %s\r\nServer: "
                                .formatted(headers.get("cseq"))
                                .getBytes(StandardCharsets.UTF_8));
                ill.get().begin(connection.getOutputStream(), connection);
                return true;
            }
            var words = start.split(" ");
            var answer = answer(new Request(words[0], words[1]), headers)
                    .replaceFirst("(?m)^CSeq:.*$", "CSeq: " + headers.get("cseq"));
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        }
        return false;
    }

    private String handled(Request request) {
        return insisted.orElseGet(() -> handler.answer(request));
    }

    private String answer(Request request, Map<String, String> headers) {
        if (request.method().equals("OPTIONS")) {
            return handled(request);
        }
        var authorization = Optional.ofNullable(headers.get("authorization")).orElse("");
        return switch (door.check(request.method(), request.uri(), authorization)) {
            case RIGHT -> handled(request);
            case WRONG -> {
                wrongLogins.incrementAndGet();
                yield refusal(false);
            }
            case STALE -> refusal(true);
            case UNSIGNED -> refusal(false);
        };
    }

    private String refusal(boolean stale) {
        return "RTSP/1.0 401 Unauthorized\r\nCSeq: 0\r\nWWW-Authenticate: %s\r\n\r\n".formatted(door.challenge(stale));
    }

    @Override
    public void close() {
        recover();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

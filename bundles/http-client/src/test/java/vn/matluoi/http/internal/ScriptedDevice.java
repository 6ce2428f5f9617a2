package vn.matluoi.http.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.Target;

/** A device whose every byte a test decides. One thread a connection; the script is asked for each request. */
final class ScriptedDevice implements AutoCloseable {

    /** Made anew for each run; not ASCII, so that its encoding matters. */
    static final String SECRET = "Ệ" + UUID.randomUUID();

    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Script script;

    /** Writes an answer; returning false ends the connection. */
    @FunctionalInterface
    interface Script {
        boolean answer(Request request, OutputStream out) throws IOException;
    }

    /** @param number from 1, over all connections */
    record Request(String head, byte[] body, int number) {

        String line() {
            return head.lines().findFirst().orElse("");
        }

        String path() {
            return line().split(" ")[1];
        }

        Optional<String> header(String name) {
            return head.lines()
                    .filter(l -> l.toLowerCase().startsWith(name.toLowerCase() + ":"))
                    .map(l -> l.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    ScriptedDevice(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        threads.execute(this::accept);
    }

    static ScriptedDevice open(Script script) {
        try {
            return new ScriptedDevice(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the same bytes to whatever is asked, then closes. */
    static ScriptedDevice saying(String answer) {
        return open((request, out) -> {
            out.write(answer.getBytes(StandardCharsets.UTF_8));
            return false;
        });
    }

    static void ok(OutputStream out, String body) throws IOException {
        send(out, 200, "Content-Type: application/xml", body);
    }

    static void send(OutputStream out, int status, String header, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(status, header.isEmpty() ? "" : header + "\r\n", bytes.length);
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        out.flush();
    }

    int port() {
        return listening.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    int connections() {
        return sockets.size();
    }

    Target target() {
        return target("http", Map.of(), Optional.empty(), Duration.ofSeconds(10));
    }

    Target target(Duration timeout) {
        return target("http", Map.of(), Optional.empty(), timeout);
    }

    Target target(String scheme, Map<String, String> options, Optional<String> pin, Duration timeout) {
        var address = URI.create(scheme + "://127.0.0.1:" + port());
        return new Target(new SourceId("nvr-1"), address, "hub", SECRET, timeout, Optional.empty(), pin, options);
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedInputStream(socket.getInputStream());
                var out = socket.getOutputStream()) {
            while (true) {
                var head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                var bare = new Request(head.get(), new byte[0], 0);
                int length =
                        bare.header("Content-Length").map(Integer::parseInt).orElse(0);
                Request request;
                synchronized (requests) {
                    request = new Request(head.get(), in.readNBytes(length), requests.size() + 1);
                    requests.add(request);
                }
                if (!script.answer(request, out)) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    private static Optional<String> head(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            bytes.write(b);
        }
        return Optional.of(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}

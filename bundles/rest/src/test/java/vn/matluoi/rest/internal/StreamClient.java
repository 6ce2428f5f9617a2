package vn.matluoi.rest.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One who listens to events, by a plain socket: it hangs up when it is told to, not when the answer ends. */
final class StreamClient implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;
    private final List<String> head = new ArrayList<>();
    private String retry = "";
    private String last = "";

    /** Asks, and reads the head and, of a stream, its first lines. */
    StreamClient(int port, String path, String... headers) throws IOException {
        socket = new Socket("127.0.0.1", port);
        var request = new StringBuilder("GET /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (var header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.add(line);
        }
        if (status() == 200) {
            retry = next("retry:");
            last = next("id:");
        }
    }

    int status() {
        return Integer.parseInt(head.get(0).split(" ")[1]);
    }

    String head() {
        return head.toString();
    }

    /** @return for how many milliseconds it is asked to stay away after the end */
    String retry() {
        return retry;
    }

    /** @return the event it is told to be after, before it was told any */
    String began() {
        return last;
    }

    /** @return the next line that begins so; null at the end */
    String next(String beginning) throws IOException {
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

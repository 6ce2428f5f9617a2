package vn.matluoi.benchmarks.drivers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Sends what a device sent once, again and again, as fast as it is read. {@code KEEP n} and n bytes: the tape. {@code PLAY n}: the
 * tape so often, then the end. A request of HTTP: the tape as the answer.
 */
final class Player implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private volatile byte[] tape = new byte[0];

    Player() throws IOException {
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "player");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                if (line.startsWith("KEEP ")) {
                    tape = in.readNBytes(Integer.parseInt(line.substring(5)));
                    out.write("kept\n".getBytes(StandardCharsets.US_ASCII));
                } else if (line.startsWith("PLAY ")) {
                    for (long left = Long.parseLong(line.substring(5)); left > 0; left--) {
                        out.write(tape);
                    }
                    return;
                } else {
                    answer(in, out);
                }
            }
        } catch (IOException e) {
            // the one who listened is gone
        }
    }

    private void answer(InputStream in, OutputStream out) throws IOException {
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml; charset=utf-8\r\nContent-Length: "
                        + tape.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = java.util.Arrays.copyOf(head, head.length + tape.length);
        System.arraycopy(tape, 0, whole, head.length, tape.length);
        out.write(whole);
    }

    /** @return without its end; empty at the end of what comes, too */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

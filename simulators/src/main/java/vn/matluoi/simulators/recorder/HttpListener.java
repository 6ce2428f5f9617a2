package vn.matluoi.simulators.recorder;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * A small HTTP/1.1 server that can also misbehave on the wire, which a well-made one cannot: a thread a connection,
 * keep-alive, bodies with {@code Content-Length} unless they are made as they are sent.
 */
public final class HttpListener implements AutoCloseable {

    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_BODY = 1024 * 1024;
    private static final int IDLE_MILLIS = 30_000;
    private static final long ENDLESS_LIMIT = 256L * 1024 * 1024;

    private final ServerSocket server;
    private final Function<HttpRequest, HttpReply> handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads;

    /** @param handler called on the connection's thread */
    public HttpListener(ServerSocket server, String name, Function<HttpRequest, HttpReply> handler) {
        this.server = server;
        this.handler = handler;
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "http-" + name);
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** @param tls behind a certificate it makes for itself */
    static ServerSocket socket(boolean tls, int port, InetAddress on) throws IOException {
        return tls
                ? PemCertificate.contextOfAFreshOne().getServerSocketFactory().createServerSocket(port, 256, on)
                : new ServerSocket(port, 256, on);
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("HTTP port " + port() + " refused a connection: " + e.getMessage());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            HttpRequest request;
            while ((request = read(in, socket)) != null) {
                HttpReply reply = handler.apply(request);
                boolean keep = !"close".equalsIgnoreCase(request.headers().get("connection"));
                if (!send(reply, request, socket, in, out, keep) || !keep) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client went away, or was idle too long
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static HttpRequest read(InputStream in, Socket socket) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last4 = 0;
        while (last4 != 0x0d0a0d0a) {
            int b = in.read();
            if (b < 0) {
                if (head.size() == 0) {
                    return null;
                }
                throw new EOFException();
            }
            head.write(b);
            last4 = last4 << 8 | b;
            if (head.size() > MAX_HEAD) {
                throw new IOException("a request head larger than " + MAX_HEAD);
            }
        }
        String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
        String[] first = lines[0].split(" ");
        if (first.length != 3) {
            throw new IOException("not HTTP");
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
        }
        String length = headers.getOrDefault("content-length", "0");
        if (!length.matches("\\d{1,7}") || Integer.parseInt(length) > MAX_BODY) {
            throw new IOException("a body of " + length + " bytes");
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        return new HttpRequest(
                first[0], first[1], headers, body, socket.getInetAddress().getHostAddress());
    }

    /** Whether the connection can be used again. */
    private boolean send(
            HttpReply reply, HttpRequest request, Socket socket, InputStream in, OutputStream out, boolean keep)
            throws IOException, InterruptedException {
        switch (reply.manner()) {
            case NEVER -> {
                socket.setSoTimeout(0);
                in.transferTo(OutputStream.nullOutputStream());
                return false;
            }
            case RESET -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case ENDLESSLY -> {
                out.write(head(reply, -1, false));
                byte[] chunk = new byte[64 * 1024];
                Arrays.fill(chunk, (byte) '\n');
                for (long sent = 0; sent < ENDLESS_LIMIT; sent += chunk.length) {
                    out.write(chunk);
                }
                return false;
            }
            case FED -> {
                out.write(head(reply, reply.feed().length(), false));
                if (!request.method().equals("HEAD")) {
                    reply.feed().write(out);
                }
                return false;
            }
            case CUT -> {
                out.write(head(reply, reply.body().length, keep));
                out.write(reply.body(), 0, reply.body().length / 2);
                return false;
            }
            case SHORT -> {
                out.write(head(reply, reply.body().length + 40, false));
                out.write(reply.body());
                return false;
            }
            case SLOWLY -> {
                for (byte b : whole(reply, request, keep)) {
                    out.write(b);
                    if (closed.await(1, TimeUnit.SECONDS)) {
                        return false;
                    }
                }
                return true;
            }
            case WHOLE -> out.write(whole(reply, request, keep));
        }
        return true;
    }

    private static byte[] whole(HttpReply reply, HttpRequest request, boolean keep) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head(reply, reply.body().length, keep));
        if (!request.method().equals("HEAD")) {
            all.writeBytes(reply.body());
        }
        return all.toByteArray();
    }

    private static byte[] head(HttpReply reply, long length, boolean keep) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + ' ' + reply.reason() + "\r\n");
        head.append("Server: webserver\r\nX-Frame-Options: SAMEORIGIN\r\n");
        reply.headers().forEach(line -> head.append(line).append("\r\n"));
        head.append("Content-Type: ").append(reply.contentType()).append("\r\n");
        if (length >= 0) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        head.append("Connection: ").append(keep ? "keep-alive" : "close").append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}

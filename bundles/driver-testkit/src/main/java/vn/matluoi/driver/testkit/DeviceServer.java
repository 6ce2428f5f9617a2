package vn.matluoi.driver.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays a device's web server on loopback, behind HTTP Digest, and counts on the device's side what a driver does. One
 * thread serves all, so that threads counted in a test are the driver's.
 */
public final class DeviceServer implements PlayedDevice {

    static {
        // head and body leave in two packets: without this each answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final int ENDLESS = -1;
    private static final Answer UNAUTHORIZED = Answer.of(401, "text/html", "<html><body>Unauthorized</body></html>");

    private final HttpServer server;
    private final DigestDoor door;
    private final Handler handler;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger wrongLogins = new AtomicInteger();
    private final AtomicInteger goodLogins = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Queue<HttpExchange> streams = new ConcurrentLinkedQueue<>();
    private final AtomicLong mostTaken = new AtomicLong();
    private volatile Answer unauthorized = UNAUTHORIZED;
    private volatile Optional<Answer> insisted = Optional.empty();
    private volatile Optional<WithoutEnd> withoutEnd = Optional.empty();

    /** Answers what was asked with the right password. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request);
    }

    /** @param path path and query as sent */
    public record Request(String method, String path, byte[] body) {}

    /** An answer; a status of 0 closes the connection without one. */
    public record Answer(int status, String contentType, byte[] body) {

        public static Answer of(int status, String contentType, String body) {
            return new Answer(status, contentType, body.getBytes(StandardCharsets.UTF_8));
        }

        public static Answer text(String body) {
            return of(200, "text/plain; charset=utf-8", body);
        }

        public static Answer xml(String body) {
            return of(200, "application/xml; charset=\"UTF-8\"", body);
        }

        /** Sends the head, and from then on what {@link DeviceServer#tell} says: an event stream. */
        public static Answer endless(String contentType) {
            return endless(contentType, "");
        }

        /** @param first sent with the head, as by devices that begin with a sign of life */
        public static Answer endless(String contentType, String first) {
            return of(ENDLESS, contentType, first);
        }

        /** Hangs up. */
        public static Answer hangUp() {
            return new Answer(0, "", new byte[0]);
        }
    }

    private DeviceServer(HttpServer server, DigestDoor door, Handler handler) {
        this.server = server;
        this.door = door;
        this.handler = handler;
    }

    /** Starts on a free port of loopback. */
    public static DeviceServer open(String user, String secret, Handler handler) {
        return open(0, user, secret, handler);
    }

    /**
     * Starts where a hub can be told to find it: for a simulator that is tried by hand.
     *
     * @param port on loopback; 0 for a free one
     */
    public static DeviceServer open(int port, String user, String secret, Handler handler) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            var device = new DeviceServer(server, new DigestDoor(user, secret), handler);
            server.createContext("/", device::serve);
            server.start();
            return device;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of every 401 from now on: how a vendor says <em>locked</em>. */
    public void refuseWith(Answer body) {
        unauthorized = body;
    }

    /** From now on the answer to whatever is asked with the right password, until {@link #recover}. */
    public void insist(Answer answer) {
        insisted = Optional.of(answer);
    }

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
        unauthorized = UNAUTHORIZED;
        insisted = Optional.empty();
        var former = withoutEnd;
        withoutEnd = Optional.empty();
        former.ifPresent(WithoutEnd::close);
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public int requests() {
        return requests.get();
    }

    @Override
    public int wrongLogins() {
        return wrongLogins.get();
    }

    /** @return signed requests whose signature was right */
    public int goodLogins() {
        return goodLogins.get();
    }

    /** @return method and path of every request that got past the door, in order */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /**
     * Writes to every stream that is open; blocks while a client does not read. What cannot be written to is closed.
     *
     * @return how many took it
     */
    public int tell(byte[] bytes) {
        int took = 0;
        for (var stream : streams) {
            try {
                stream.getResponseBody().write(bytes);
                stream.getResponseBody().flush();
                took++;
            } catch (IOException e) {
                streams.remove(stream);
                stream.close();
            }
        }
        return took;
    }

    /** @return streams that are open; those whose client is gone are found by writing {@code probe} */
    public int streams(byte[] probe) {
        tell(probe);
        return streams.size();
    }

    /** Ends every stream, as a device does that restarts. */
    public void hangUpStreams() {
        for (var stream = streams.poll(); stream != null; stream = streams.poll()) {
            stream.close();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        var path = exchange.getRequestURI().toString();
        var body = exchange.getRequestBody().readAllBytes();
        var ill = withoutEnd;
        if (ill.isPresent()) {
            exchange.sendResponseHeaders(200, 0);
            ill.get().begin(exchange.getResponseBody(), exchange::close);
            return;
        }
        switch (door.check(
                exchange.getRequestMethod(), path, exchange.getRequestHeaders().getFirst("Authorization"))) {
            case RIGHT -> {
                goodLogins.incrementAndGet();
                asked.add(exchange.getRequestMethod() + " " + path);
                var request = new Request(exchange.getRequestMethod(), path, body);
                send(exchange, insisted.orElseGet(() -> handler.answer(request)));
            }
            case WRONG -> {
                wrongLogins.incrementAndGet();
                refuse(exchange, false);
            }
            case STALE -> refuse(exchange, true);
            case UNSIGNED -> refuse(exchange, false);
        }
    }

    private void refuse(HttpExchange exchange, boolean stale) throws IOException {
        exchange.getResponseHeaders().add("WWW-Authenticate", door.challenge(stale));
        send(exchange, unauthorized);
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.status == ENDLESS) {
            exchange.getResponseHeaders().set("Content-Type", answer.contentType);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(answer.body);
            exchange.getResponseBody().flush();
            streams.add(exchange);
            return;
        }
        if (answer.status == 0) {
            exchange.close();
            return;
        }
        if (!answer.contentType.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", answer.contentType);
        }
        exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
        try (exchange) {
            exchange.getResponseBody().write(answer.body);
        }
    }

    @Override
    public void close() {
        hangUpStreams();
        recover();
        server.stop(0);
    }
}

package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/**
 * Plays a device that logs in by WS-UsernameToken, as most of Profile S do, on loopback: it compares digest and date, and counts what
 * was wrong. Its clock and how far a date may be from it are the test's.
 */
final class TokenServer implements AutoCloseable {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final Pattern DIGEST = Pattern.compile("PasswordDigest\"\\s*>\\s*([^<]+)<");
    private static final Pattern NONCE = Pattern.compile("<wsse:Nonce[^>]*>([^<]+)<");
    private static final Pattern CREATED = Pattern.compile("<wsu:Created>([^<]+)<");
    private static final Pattern USER = Pattern.compile("<wsse:Username>([^<]*)<");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Supplier<String> secret;
    private final SoapDevice device;
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger notUnderstood = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    volatile Set<String> open = Set.of("GetSystemDateAndTime", "GetServices", "GetCapabilities");
    volatile Supplier<Instant> clock;
    volatile Duration window = Duration.ofSeconds(5);
    volatile int status = 400;
    volatile boolean refusesMustUnderstand;
    volatile boolean bare401;
    volatile boolean webAccountIsAnother;

    TokenServer(Supplier<String> secret, SoapDevice device, Supplier<Instant> clock) {
        this.secret = secret;
        this.device = device;
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @return tokens that were wrong, by secret or by date: what a device counts before it locks */
    int wrong() {
        return wrong.get();
    }

    int tokens() {
        return tokens.get();
    }

    /** @return requests refused for their mustUnderstand */
    int notUnderstood() {
        return notUnderstood.get();
    }

    int requests() {
        return requests.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        var body = exchange.getRequestBody().readAllBytes();
        var text = new String(body, UTF_8);
        var request = new Request(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), body);
        if (webAccountIsAnother && request.method().equals("GET")) {
            exchange.getResponseHeaders()
                    .set("WWW-Authenticate", "Digest realm=\"web\", qop=\"auth\", nonce=\"" + UUID.randomUUID() + "\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        try (exchange) {
            var answer = answer(request, text);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer answer(Request request, String text) {
        boolean token = text.contains("UsernameToken");
        if (token) {
            tokens.incrementAndGet();
        }
        if (token && refusesMustUnderstand && text.contains("mustUnderstand=\"1\"")) {
            notUnderstood.incrementAndGet();
            return SoapDevice.soap(
                    500,
                    "<env:Fault><env:Code><env:Value>env:MustUnderstand</env:Value></env:Code><env:Reason><env:Text>"
                            + "The data in element 'Security' must be understood but cannot be handled</env:Text></env:Reason></env:Fault>");
        }
        if (open.stream().anyMatch(o -> text.contains(":" + o + ">") || text.contains(":" + o + "/>"))) {
            return device.answer(request);
        }
        if (token && isRight(text)) {
            return device.answer(request);
        }
        if (token) {
            wrong.incrementAndGet();
        }
        return bare401
                ? Answer.of(401, "text/plain", "")
                : SoapDevice.fault(status, "ter:NotAuthorized", "Sender not Authorized");
    }

    private boolean isRight(String text) {
        var created = find(CREATED, text);
        var nonce = Base64.getDecoder().decode(find(NONCE, text));
        boolean inTime =
                Duration.between(clock.get(), Instant.parse(created)).abs().compareTo(window) <= 0;
        return inTime
                && find(USER, text).equals("hub")
                && Token.digest(nonce, created, secret.get())
                        .equals(find(DIGEST, text).strip());
    }

    private static String find(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

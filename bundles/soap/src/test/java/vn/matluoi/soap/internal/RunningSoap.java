package vn.matluoi.soap.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import vn.matluoi.api.access.ProgramLogin;

/** The surface as it is published, on a Jetty of its own at a free port of the loopback, and a client for it. */
final class RunningSoap implements AutoCloseable {

    static final String KEY = "mlk_source";
    static final String TEXT_XML = "text/xml; charset=utf-8";

    private static final String ONE_ONE =
            """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>%s</s:Body></s:Envelope>""";
    private static final String ONE_TWO =
            """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>%s</s:Body></s:Envelope>""";

    final FakeHub hub = new FakeHub();
    final AtomicLong nanos = new AtomicLong();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    final MessageTally tally = new MessageTally();
    final Operations operations = new Operations(
            hub,
            List.of(hub),
            () -> Optional.of(hub),
            hub,
            hub.log(),
            hub,
            hub.sources(),
            Clock.fixed(FakeHub.NOON, ZoneOffset.UTC));
    private final LazyEndpoint endpoint = new LazyEndpoint(operations, tally);
    private final HttpClient client = HttpClient.newHttpClient();

    RunningSoap() {
        var context = new ServletContextHandler();
        try {
            var servlet = new AgencyServlet(
                    new ProgramLogin("soap", hub::accounts, hub::sessions),
                    endpoint,
                    tally,
                    nanos::get,
                    InstantSource.fixed(FakeHub.NOON));
            context.addServlet(new ServletHolder(servlet), AgencyServlet.PATTERN);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.setHandler(context);
            server.start();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** An answer. */
    record Answer(int status, String type, String text, HttpResponse<String> response) {}

    int port() {
        return connector.getLocalPort();
    }

    Answer oneOne(String body) {
        return post(ONE_ONE.formatted(body), TEXT_XML);
    }

    Answer oneTwo(String body) {
        return post(ONE_TWO.formatted(body), "application/soap+xml; charset=utf-8");
    }

    /** As the program of source {@code bv-tay-ninh} speaks. */
    Answer withKey(String body) {
        return withKey(ONE_ONE.formatted(body), new String[0]);
    }

    /** @param headers more of them, name and value in turn */
    Answer withKey(String envelope, String... headers) {
        var request = request("/soap/agency")
                .header("Content-Type", TEXT_XML)
                .header("Authorization", "Bearer " + KEY)
                .POST(BodyPublishers.ofString(envelope));
        for (var n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return send(request);
    }

    /** The same, signed by that key. */
    Answer signed(String body, String id, Instant at, String key) {
        var envelope = ONE_ONE.formatted(body);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var timestamp = String.valueOf(at.getEpochSecond());
            var signature = mac.doFinal((id + "." + timestamp + "." + envelope).getBytes(StandardCharsets.UTF_8));
            return withKey(
                    envelope,
                    "webhook-id",
                    id,
                    "webhook-timestamp",
                    timestamp,
                    "webhook-signature",
                    "v1," + Base64.getEncoder().encodeToString(signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer oneOneSignedByAPassword(String body) {
        return post(ONE_ONE.formatted(body), TEXT_XML, "webhook-id", "msg", "webhook-signature", "v1,AAAA");
    }

    /** @param headers more of them, name and value in turn */
    Answer post(String envelope, String type, String... headers) {
        var request = request("/soap/agency")
                .header("Content-Type", type)
                .header("Authorization", authorization("admin", FakeHub.PASSWORD))
                .POST(BodyPublishers.ofString(envelope));
        for (var n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return send(request);
    }

    HttpRequest.Builder request(String place) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + place));
    }

    static String authorization(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body(),
                    answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection on which a head with log-in was sent, and nothing after it. */
    Socket begun(String head) throws IOException {
        var socket = new Socket("127.0.0.1", port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("POST /soap/agency HTTP/1.1\r\nHost: hub\r\nContent-Type: text/xml\r\nAuthorization: "
                                + authorization("admin", FakeHub.PASSWORD) + "\r\n" + head + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    @Override
    public void close() {
        endpoint.close();
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}

package vn.matluoi.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.Servlet;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import vn.matluoi.rest.internal.web.ApiEndpoint;
import vn.matluoi.rest.internal.web.AskedChecks;
import vn.matluoi.rest.internal.web.Metrics;
import vn.matluoi.rest.internal.web.SecurityHeaders;
import vn.matluoi.rest.internal.web.WebParts;
import vn.matluoi.rest.internal.web.WebSettings;

/** The surface as it is published, on a Jetty of its own at a free port of the loopback, and a client for it. */
final class RunningApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Server server = new Server();
    private final ServerConnector connector;
    private final Metrics metrics;
    private final AskedChecks readiness;
    private final ApiEndpoint endpoint;
    /** How far the surface's clock is ahead, in nanoseconds. */
    private final AtomicLong ahead = new AtomicLong();

    private final HttpClient client = HttpClient.newHttpClient();

    RunningApi(FakeHub hub) {
        this(hub, WebSettings.of("1000", "1000", "", "true"));
    }

    RunningApi(FakeHub hub, WebSettings settings) {
        metrics = new Metrics(hub, () -> System.nanoTime() + ahead.get());
        readiness = new AskedChecks(hub, List.of("schema", "media"), () -> System.nanoTime() + ahead.get());
        endpoint = ApiEndpoint.publish(
                hub, metrics, Clock.fixed(FakeHub.NOON, ZoneOffset.UTC), () -> System.nanoTime() + ahead.get());
        var configuration = new HttpConfiguration();
        // as Pax Web has it: of several with one ranking the first alone
        var customizers = new TreeMap<Integer, HttpConfiguration.Customizer>();
        var context = new ServletContextHandler();
        for (var part : new WebParts(hub, metrics, readiness, new NoConfigurations(), settings, ahead::get).all()) {
            if (part.service() instanceof HttpConfiguration.Customizer customizer) {
                customizers.putIfAbsent((Integer) part.properties().getOrDefault("service.ranking", 0), customizer);
            } else if (part.service() instanceof Filter filter) {
                var holder = new FilterHolder(filter);
                holder.setAsyncSupported(true);
                context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
            } else if (part.service() instanceof Servlet servlet) {
                add(context, part.properties(), servlet);
            }
        }
        customizers.values().forEach(configuration::addCustomizer);
        var api = WebParts.api(endpoint);
        add(context, api.properties(), api.service());
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        SecurityHeaders.hideVersion(server);
        try {
            server.start();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void add(ServletContextHandler context, Map<String, Object> properties, Servlet servlet) {
        var holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        properties.forEach((key, value) -> {
            if (key.startsWith("servlet.init.")) {
                holder.setInitParameter(key.substring("servlet.init.".length()), (String) value);
            }
        });
        context.addServlet(holder, (String) properties.get("osgi.http.whiteboard.servlet.pattern"));
    }

    /** Lets an hour go by: what is remembered for a while is forgotten. */
    void later() {
        later(Duration.ofHours(1));
    }

    void later(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    /** @return how many are open */
    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** An answer, with its body as text and as JSON. */
    record Answer(int status, HttpResponse<byte[]> raw) {

        String text() {
            return new String(raw.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(raw.body());
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        String rule() {
            return json().path("rule").asText();
        }
    }

    /** @param headers name, value, name, value … */
    Answer call(String method, String path, byte[] body, String... headers) {
        return exchange(
                method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body), headers);
    }

    /** The same with a body whose length nobody announces. */
    Answer stream(String method, String path, byte[] body, String... headers) {
        return exchange(method, path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), headers);
    }

    private Answer exchange(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    Answer get(String account, String path) {
        return call("GET", "/api/v1" + path, null, "Authorization", basic(account));
    }

    Answer send(String account, String method, String path, String json) {
        return call(
                method,
                "/api/v1" + path,
                json == null ? null : json.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                basic(account),
                "Content-Type",
                "application/json");
    }

    static String basic(String account) {
        return basic(account, FakeHub.PASSWORD);
    }

    static String basic(String account, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((account + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        endpoint.close();
        readiness.close();
        metrics.close();
    }
}

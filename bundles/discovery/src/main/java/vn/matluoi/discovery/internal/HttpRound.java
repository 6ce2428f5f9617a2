package vn.matluoi.discovery.internal;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.discovery.Found;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Tries HTTP ports one after the other at each address: ONVIF {@code GetSystemDateAndTime}, which every ONVIF device answers without
 * a log-in (ONVIF Core Specification section 8.3.5). Many addresses at once, one port at a time each; no thread waits for a device.
 */
final class HttpRound {

    private static final int AT_ONCE = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Beyond what all ports of an address may take: for what waits for its turn in the client. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final byte[] ASK = ("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>"
                    + "<GetSystemDateAndTime xmlns=\"http://www.onvif.org/ver10/device/wsdl\"/></s:Body></s:Envelope>")
            .getBytes(StandardCharsets.UTF_8);

    private final DeviceHttp http;
    private final List<Integer> ports;
    private final BooleanSupplier stopped;
    private final Consumer<Claim> found;
    private final Consumer<Integer> progress;
    private final Duration patience;

    HttpRound(
            DeviceHttp http,
            List<Integer> ports,
            BooleanSupplier stopped,
            Consumer<Claim> found,
            Consumer<Integer> progress) {
        this(http, ports, stopped, found, progress, PATIENCE.plus(TIMEOUT.multipliedBy(ports.size())));
    }

    /** @param patience for the next answer of whichever address */
    HttpRound(
            DeviceHttp http,
            List<Integer> ports,
            BooleanSupplier stopped,
            Consumer<Claim> found,
            Consumer<Integer> progress,
            Duration patience) {
        this.http = http;
        this.ports = ports;
        this.stopped = stopped;
        this.found = found;
        this.progress = progress;
        this.patience = patience;
    }

    /**
     * Blocks until all have been tried, and hands on what answered meanwhile: on the caller's thread, not on the client's.
     *
     * @throws HubException if the client tells of none any more
     */
    void ask(List<InetAddress> addresses) throws InterruptedException {
        var answers = new LinkedBlockingQueue<Optional<Claim>>(); // one for each address that is under way
        int under = 0;
        int asked = 0;
        for (var address : addresses) {
            if (stopped.getAsBoolean()) {
                break;
            }
            if (under == AT_ONCE) {
                take(await(answers), ++asked);
                under--;
            }
            under++;
            next(address, 0).whenComplete((claim, failure) -> answers.add(failure == null ? claim : Optional.empty()));
        }
        for (; under > 0; under--) {
            take(await(answers), ++asked);
        }
    }

    private Optional<Claim> await(BlockingQueue<Optional<Claim>> answers) throws InterruptedException {
        var next = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "discovery.no-answers",
                    new Text(
                            "Không còn nhận được trả lời từ bộ kết nối thiết bị. Hãy khởi động lại trạm.",
                            "The device client answers no more. Restart the hub."));
        }
        return next;
    }

    private void take(Optional<Claim> claim, int asked) {
        claim.ifPresent(found);
        progress.accept(asked);
    }

    private CompletableFuture<Optional<Claim>> next(InetAddress address, int n) {
        if (n == ports.size() || stopped.getAsBoolean()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var uri = URI.create("http://" + address.getHostAddress() + ":" + ports.get(n));
        DeviceHttp.Connection connection;
        try {
            connection = http.connect(new Target(
                    new SourceId("discovery"), uri, "", "", TIMEOUT, Optional.empty(), Optional.empty(), Map.of()));
        } catch (DeviceException e) {
            return next(address, n + 1); // a port the hub may not reach
        }
        return connection
                .send(DeviceRequest.post("/onvif/device_service", "application/soap+xml; charset=utf-8", ASK))
                .toCompletableFuture()
                .handle((reply, failure) -> {
                    connection.close();
                    return failure == null ? answered(uri, reply) : refused(uri, failure);
                })
                .thenCompose(
                        claim -> claim.isPresent() ? CompletableFuture.completedFuture(claim) : next(address, n + 1));
    }

    private static Optional<Claim> answered(URI uri, DeviceReply reply) {
        try {
            var xml = reply.xml();
            if (xml.name().equals("Envelope")) {
                return Optional.of(
                        claim(uri, Found.How.ONVIF, reply.header("Server").orElse("")));
            }
        } catch (DeviceException.Garbled e) {
            // a web server, but no ONVIF device
        }
        return Optional.empty();
    }

    /** A web server that asks for a log-in first may be a recorder whose ONVIF is off: a person decides. */
    private static Optional<Claim> refused(URI uri, Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof Refused refused && refused.why() == Refused.Why.CREDENTIALS
                ? Optional.of(claim(uri, Found.How.HTTP, ""))
                : Optional.empty();
    }

    private static Claim claim(URI uri, Found.How how, String server) {
        return new Claim(uri, how, Optional.empty(), Claim.clean(server), "", Optional.empty());
    }
}

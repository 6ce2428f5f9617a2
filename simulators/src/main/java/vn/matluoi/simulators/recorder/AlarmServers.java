package vn.matluoi.simulators.recorder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers a recorder sends its alarms to by itself ({@code httpHosts}): three places, of which those that are free send
 * nowhere. An alarm is posted when it begins, each second while it lasts, and when it ends; a server that does not answer
 * misses it. It sends to loopback only. One thread; safe for any.
 */
public final class AlarmServers implements AutoCloseable {

    private static final String PATH = "/ISAPI/Event/notification/httpHosts";
    private static final Pattern ONE = Pattern.compile(Pattern.quote(PATH) + "/(\\d{1,3})(/test)?");
    private static final String NAMESPACE = "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"";
    private static final Duration REPEAT = Duration.ofSeconds(1);
    private static final int PATIENCE_MILLIS = 3000;
    private static final byte[] PICTURE = new byte[150_000];
    private static final Place FREE = new Place("/", "0.0.0.0", 80);

    private final AlarmText text;
    private final Predicate<Quirk> is;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "alarm-servers");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Integer, Place> places = new TreeMap<>(); // guarded by this
    private int most; // guarded by this

    private record Place(String url, String address, int port) {

        boolean free() {
            return equals(FREE);
        }
    }

    AlarmServers(AlarmText text, Predicate<Quirk> is) {
        this.text = text;
        this.is = is;
        setPlaces(3);
    }

    /** From now on it has room for so many servers, all of them free. */
    public synchronized void setPlaces(int number) {
        most = number;
        places.clear();
        for (int id = 1; id <= number && !is.test(Quirk.ALARM_SERVERS_UNLISTED); id++) {
            places.put(id, FREE);
        }
    }

    /** Somebody enters a server at the device. */
    public synchronized void enter(int id, String address, int port, String url) {
        places.put(id, new Place(url, address, port));
    }

    /** How many places send somewhere. */
    public synchronized int taken() {
        return (int) places.values().stream().filter(place -> !place.free()).count();
    }

    /** Whom it sends to: {@code address:port/url}. */
    public synchronized List<String> told() {
        return places.values().stream()
                .filter(place -> !place.free())
                .map(place -> place.address + ":" + place.port + place.url)
                .toList();
    }

    /** Somebody frees every place at the device. */
    public synchronized void forget() {
        places.replaceAll((id, place) -> FREE);
    }

    /** Sends this to every server, and waits until it is sent. */
    public void push(String contentType, byte[] body) {
        List<Place> now;
        synchronized (this) {
            now = places.values().stream().filter(place -> !place.free()).toList();
        }
        now.forEach(place -> send(place, contentType, body));
    }

    void raise(Alarms.Alarm alarm, Duration time) {
        if (taken() > 0) {
            sender.execute(() -> tell(alarm, 1, time));
        }
    }

    private void tell(Alarms.Alarm alarm, int count, Duration left) {
        boolean moment = Alarms.isMoment(alarm.type());
        if (moment || count == 1 || left.compareTo(Duration.ZERO) > 0) {
            post(text.of(alarm, true, count));
            if (!moment) {
                long wait = Math.min(Math.max(left.toMillis(), 1), REPEAT.toMillis());
                sender.schedule(() -> tell(alarm, count + 1, left.minus(REPEAT)), wait, TimeUnit.MILLISECONDS);
            }
        } else if (!is.test(Quirk.NEVER_INACTIVE)) {
            post(text.of(alarm, false, count - 1));
        }
    }

    private void post(String xml) {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        if (!is.test(Quirk.ALARM_WITH_PICTURE)) {
            push("application/xml; charset=\"UTF-8\"", body);
            return;
        }
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        part("alarm.xml", "application/xml", body, parts);
        part("detectionPicture.jpg", "image/jpeg", PICTURE, parts);
        parts.writeBytes("--boundary--\r\n".getBytes(StandardCharsets.US_ASCII));
        push("multipart/form-data; boundary=boundary", parts.toByteArray());
    }

    private static void part(String name, String type, byte[] body, ByteArrayOutputStream parts) {
        parts.writeBytes(("--boundary\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                        + "\"\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        parts.writeBytes(body);
        parts.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** @return what went wrong; empty if the server took it */
    private static Optional<String> send(Place place, String contentType, byte[] body) {
        try (Socket socket = new Socket()) {
            InetAddress address = InetAddress.getByName(place.address);
            if (!address.isLoopbackAddress()) {
                return Optional.of("Network unreachable");
            }
            socket.connect(new InetSocketAddress(address, place.port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String head = "POST " + place.url + " HTTP/1.1\r\nHost: " + place.address + ':' + place.port
                    + "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.endsWith(" 200") ? Optional.empty() : Optional.of("Server refused: " + answer);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing if it is none of its paths. */
    Optional<HttpReply> answer(HttpRequest request) {
        String url = request.path();
        if (!url.startsWith(PATH)) {
            return Optional.empty();
        }
        String body = new String(request.body(), StandardCharsets.UTF_8);
        Matcher one = ONE.matcher(url);
        if (one.matches()) {
            int id = Integer.parseInt(one.group(1));
            return Optional.of(one.group(2) == null ? one(request.method(), id, body, url) : test(id, body, url));
        }
        return Optional.of(
                switch (request.method() + ' ' + url.substring(PATH.length())) {
                    case "GET " -> HttpReply.xml(200, "OK", list());
                    case "GET /capabilities" -> HttpReply.xml(200, "OK", capabilities());
                    case "POST " -> add(body, url);
                    default -> Refusal.methodNotAllowed(url);
                });
    }

    private synchronized HttpReply one(String method, int id, String body, String url) {
        Place place = places.get(id);
        if (place == null) {
            return Refusal.badParameters(url);
        }
        return switch (method) {
            case "GET" -> HttpReply.xml(200, "OK", xml(new Xml(), id, place).end());
            case "PUT" -> put(id, body, url);
            case "DELETE" -> {
                places.remove(id);
                yield Refusal.ok(url);
            }
            default -> Refusal.methodNotAllowed(url);
        };
    }

    private synchronized HttpReply add(String body, String url) {
        Optional<Integer> id =
                Xml.text(body, "id").filter(n -> n.matches("\\d{1,3}")).map(Integer::parseInt);
        if (id.isEmpty() || places.containsKey(id.get()) || id.get() < 1 || id.get() > most) {
            return Refusal.badParameters(url);
        }
        return put(id.get(), body, url);
    }

    private HttpReply put(int id, String body, String url) {
        Optional<Place> place = read(body);
        if (place.isEmpty()) {
            return Refusal.badXmlContent(url);
        }
        if (!is.test(Quirk.ALARM_SERVER_NOT_KEPT)) {
            places.put(id, place.get());
        }
        return Refusal.ok(url);
    }

    private static Optional<Place> read(String body) {
        Optional<String> port = Xml.text(body, "portNo").filter(n -> n.matches("\\d{1,5}"));
        Optional<String> path = Xml.text(body, "url").filter(u -> u.length() <= 128 && u.startsWith("/"));
        return Xml.text(body, "addressingFormatType")
                .filter("ipaddress"::equals)
                .flatMap(type -> Xml.text(body, "ipAddress"))
                .flatMap(address -> port.flatMap(p -> path.map(u -> new Place(u, address, Integer.parseInt(p)))));
    }

    private HttpReply test(int id, String body, String url) {
        Optional<Place> place = read(body);
        if (place.isEmpty()) {
            return Refusal.badXmlContent(url);
        }
        return HttpReply.xml(
                200,
                "OK",
                new Xml()
                        .open("HttpHostTestResult", NAMESPACE)
                        .leaf(
                                "errorDescription",
                                send(place.get(), "text/plain", new byte[0]).orElse("ok"))
                        .end());
    }

    private synchronized String list() {
        Xml xml = new Xml().open("HttpHostNotificationList", NAMESPACE);
        places.forEach((id, place) -> xml(xml, id, place).close());
        return xml.end();
    }

    private static Xml xml(Xml xml, int id, Place place) {
        return xml.open("HttpHostNotification", NAMESPACE)
                .leaf("id", id)
                .leaf("url", place.url)
                .leaf("protocolType", "HTTP")
                .leaf("parameterFormatType", "XML")
                .leaf("addressingFormatType", "ipaddress")
                .leaf("ipAddress", place.address)
                .leaf("portNo", place.port)
                .leaf("userName", "")
                .leaf("httpAuthenticationMethod", "none");
    }

    private synchronized String capabilities() {
        return new Xml()
                .open("HttpHostNotificationCap", NAMESPACE)
                .leaf("hostNumber", most)
                .leaf("urlLen", 128)
                .end();
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}

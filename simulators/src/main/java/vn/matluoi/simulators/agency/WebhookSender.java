package vn.matluoi.simulators.agency;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import vn.matluoi.simulators.control.Json;
import vn.matluoi.simulators.sheet.Column;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * A residential block's program, which delivers to a hub by itself: its list of cameras once, as CSV, and then now and then what one of
 * them sees, both signed (Standard Webhooks 1.0.0, by the key's text). It begins when somebody lays its key down, sends again what the hub
 * did not take while it was away, starting, or its route was closed, and offers a key that was refused no second time. One thread.
 */
public final class WebhookSender implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI hub;
    private final Path keyFile;
    private final Path certificate;
    private final String source;
    private final String list;
    private final String listId = UUID.randomUUID().toString(); // the same when the list is sent again
    private final List<String> codes;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "webhook-sender");
        made.setDaemon(true);
        return made;
    });
    private Duration pause = Duration.ZERO;
    private HttpClient client; // these belong to the thread; null: to be opened anew
    private boolean listed;
    private String refusedKey = "";
    private int said;
    private int told;
    private long lastTold;

    /**
     * @param hub {@code https://host:port}
     * @param keyFile in which its key is laid down
     * @param certificate PEM file with the hub's certificate, and no other is trusted
     * @param source as which it delivers
     * @param cameras rows by heading, each with the same headings, {@code Mã camera} among them
     */
    public WebhookSender(URI hub, Path keyFile, Path certificate, String source, List<Map<String, String>> cameras) {
        this.hub = hub;
        this.keyFile = keyFile;
        this.certificate = certificate;
        this.source = source;
        this.list = csv(cameras);
        this.codes = cameras.stream().map(camera -> camera.get("Mã camera")).toList();
    }

    /**
     * Begins to look for its key.
     *
     * @param attempts how long it waits before it tries again
     * @param events how long it waits between two events, at least
     */
    public void begin(Duration attempts, Duration events) {
        pause = events;
        thread.scheduleWithFixedDelay(this::next, 0, attempts.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void next() {
        try {
            if (!Files.exists(keyFile)) {
                return;
            }
            String key = Files.readString(keyFile).strip();
            boolean early = told > 0 && System.nanoTime() - lastTold < pause.toNanos();
            if (key.isEmpty() || key.equals(refusedKey) || early) {
                return;
            }
            if (client == null) {
                client = client();
            }
            if (listed) {
                event(key);
            } else {
                HttpRequest.Builder request = request("/api/v1/imports?profile=residential&source=" + source, key)
                        .header("Content-Type", "text/csv; charset=utf-8")
                        .header("X-File-Name", "camera.csv");
                listed = isTaken(key, signed(request, key, listId, Instant.now(), list));
            }
        } catch (IOException e) { // the hub is away, or has another certificate now: looked at afresh
            client = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            client = null;
            System.err.println("webhook sender: " + e);
        }
    }

    private void event(String key) throws IOException, InterruptedException {
        Instant now = Instant.now();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("camera", codes.get(told % codes.size()));
        event.put("type", "motion");
        event.put("phase", "pulse");
        event.put("time", now.toString());
        String body = Json.write(event);
        HttpRequest.Builder request = request("/api/v1/events", key).header("Content-Type", "application/json");
        if (isTaken(key, signed(request, key, UUID.randomUUID().toString(), now, body))) {
            told++;
            lastTold = System.nanoTime();
        }
    }

    private static HttpRequest signed(HttpRequest.Builder request, String key, String id, Instant now, String body) {
        String timestamp = String.valueOf(now.getEpochSecond());
        return request.header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", Signature.of(utf8(key), id, timestamp, utf8(body)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(hub.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + key);
    }

    /** Whether it was taken; if not now, the same comes again. */
    private boolean isTaken(String key, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status / 100 == 2) {
            said = status;
            return true;
        }
        if (status == 401 || status == 403) {
            refusedKey = key;
        }
        if (status != said) { // a hub that is starting has no such address yet; not a line for each attempt
            System.err.println(
                    "webhook sender: %s answered %d: %s".formatted(request.uri().getPath(), status, answer.body()));
        }
        said = status;
        return false;
    }

    private HttpClient client() throws IOException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .sslContext(PemCertificate.trusting(certificate))
                .build();
    }

    /** @param names where its cameras look; as many as there are names, each with its owner's document of consent */
    public static List<Map<String, String>> cameras(String area, long seed, int firstNumber, List<String> names)
            throws IOException {
        CommuneSheet sheet = CommuneSheet.make(new CommuneSheet.Order(names.size(), seed, 0, firstNumber, area));
        List<Map<String, String>> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Map<Column, String> row = sheet.texts(i);
            Map<String, String> camera = new LinkedHashMap<>();
            row.put(Column.NAME, names.get(i));
            for (Column column : List.of(
                    Column.CODE,
                    Column.NAME,
                    Column.LATITUDE,
                    Column.LONGITUDE,
                    Column.MAKER,
                    Column.MODEL,
                    Column.SERIAL,
                    Column.INSTALLED)) {
                camera.put(column.heading(), row.getOrDefault(column, ""));
            }
            camera.put("Chủ sở hữu", "Ban quản lý khu dân cư");
            camera.put(
                    "Văn bản đồng ý", "Số %02d/VBĐY-KDC ngày 12/10/2026, Ban quản lý khu dân cư ký".formatted(i + 1));
            all.add(camera);
        }
        return all;
    }

    private static String csv(List<Map<String, String>> cameras) {
        StringBuilder csv = new StringBuilder();
        line(cameras.get(0).keySet(), csv);
        cameras.forEach(camera -> line(camera.values(), csv));
        return csv.toString();
    }

    private static void line(Iterable<String> cells, StringBuilder csv) {
        String comma = "";
        for (String cell : cells) {
            csv.append(comma).append('"').append(cell.replace("\"", "\"\"")).append('"');
            comma = ",";
        }
        csv.append("\r\n");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

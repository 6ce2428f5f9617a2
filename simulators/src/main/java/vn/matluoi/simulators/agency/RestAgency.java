package vn.matluoi.simulators.agency;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.simulators.control.Json;
import vn.matluoi.simulators.sheet.Column;
import vn.matluoi.simulators.sheet.CommuneSheet;

/**
 * An agency's own system on loopback, which lists its cameras as JSON by {@code GET /api/cameras?page=N}, from page 1 on until a page
 * is empty: {@code {"data": [...], "total": n}}. Members are named as columns of a sheet are, without accents ({@code ten_camera});
 * positions stand one level deeper ({@code vi_tri.lat}). It can be slow, and fail now and then, as such systems do. Any thread.
 */
public final class RestAgency implements AutoCloseable {

    private final HttpServer server;
    private final List<Map<String, Object>> cameras;
    private final int pageSize;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int failEvery;
    private volatile int slowMillis;

    /**
     * @param port 0 for any free one
     * @param cameras as {@link #cameras}
     * @param pageSize 1 or more
     */
    public RestAgency(int port, List<Map<String, Object>> cameras, int pageSize) throws IOException {
        this.cameras = List.copyOf(cameras);
        this.pageSize = pageSize;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
        server.createContext("/api/cameras", this::answer);
        server.start();
    }

    /** @param names what its cameras are called; as many as there are names */
    public static List<Map<String, Object>> cameras(String area, long seed, int firstNumber, List<String> names)
            throws IOException {
        CommuneSheet sheet = CommuneSheet.make(new CommuneSheet.Order(names.size(), seed, 0, firstNumber, area));
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Map<Column, String> row = sheet.texts(i);
            Map<String, Object> camera = new LinkedHashMap<>();
            camera.put(member(Column.CODE), row.get(Column.CODE));
            camera.put(member(Column.NAME), names.get(i));
            camera.put("vi_tri", Map.of("lat", row.get(Column.LATITUDE), "lng", row.get(Column.LONGITUDE)));
            for (Column column : List.of(
                    Column.MAKER,
                    Column.MODEL,
                    Column.SERIAL,
                    Column.FIRMWARE,
                    Column.MAC,
                    Column.CODEC,
                    Column.RESOLUTION,
                    Column.INSTALLED,
                    Column.RETENTION)) {
                camera.put(member(column), row.get(column));
            }
            all.add(camera);
        }
        return all;
    }

    private static String member(Column column) {
        return Normalizer.normalize(column.heading(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace('đ', 'd')
                .replace('Đ', 'D')
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
    }

    /** Where the list is. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/cameras";
    }

    /** How many pages were asked for. */
    public int asked() {
        return asked.get();
    }

    /** Every so many-th question is answered by 500; 0 for none. */
    public void failEvery(int questions) {
        failEvery = questions;
    }

    /** Each answer takes so long. */
    public void slow(int millis) {
        slowMillis = millis;
    }

    private void answer(HttpExchange exchange) throws IOException {
        int number = asked.incrementAndGet();
        int status = 200;
        String body;
        if (failEvery > 0 && number % failEvery == 0) {
            status = 500;
            body = "{\"error\": \"internal\"}";
        } else {
            int page = page(
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
            int from = Math.min(cameras.size(), (page - 1) * pageSize);
            body = Json.write(Map.of(
                    "data", cameras.subList(from, Math.min(cameras.size(), from + pageSize)), "total", cameras.size()));
        }
        try (exchange) {
            Thread.sleep(slowMillis);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int page(String query) {
        for (String part : query.split("&")) {
            if (part.matches("page=\\d{1,6}")) {
                return Math.max(1, Integer.parseInt(part.substring("page=".length())));
            }
        }
        return 1;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

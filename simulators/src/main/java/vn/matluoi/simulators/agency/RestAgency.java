package vn.matluoi.simulators.agency;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.simulators.control.Json;
import vn.matluoi.simulators.sheet.Column;
import vn.matluoi.simulators.sheet.CommuneSheet;

/**
 * An agency's own system on loopback, which lists its cameras as JSON by {@code GET /api/cameras?page=N}, from page 1 on until a page
 * is empty: {@code {"data": [...], "total": n}}. Members are named as columns of a sheet are, without accents ({@code ten_camera});
 * positions stand one level deeper ({@code vi_tri.lat}). It can be slow, and fail now and then, as such systems do. Any thread.
 */
public final class RestAgency implements AutoCloseable {

    private final PageServer server;

    /**
     * @param port 0 for any free one
     * @param cameras as {@link #cameras}
     * @param pageSize 1 or more
     */
    public RestAgency(int port, List<Map<String, Object>> cameras, int pageSize) throws IOException {
        server = new PageServer(port, "/api/cameras", cameras, pageSize, new Lists());
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
        return server.address();
    }

    /** How many pages were asked for. */
    public int asked() {
        return server.asked();
    }

    /** Every so many-th question is answered by 500; 0 for none. */
    public void failEvery(int questions) {
        server.failEvery(questions);
    }

    /** Each answer takes so long. */
    public void slow(int millis) {
        server.slow(millis);
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Lists implements PageServer.Form {

        @Override
        public int page(HttpExchange exchange) {
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            for (String part : query.split("&")) {
                if (part.matches("page=\\d{1,6}")) {
                    return Integer.parseInt(part.substring("page=".length()));
                }
            }
            return 1;
        }

        @Override
        public String list(HttpExchange exchange, List<Map<String, Object>> some, int total) {
            return Json.write(Map.of("data", some, "total", total));
        }

        @Override
        public String failure(HttpExchange exchange) {
            return "{\"error\": \"internal\"}";
        }

        @Override
        public String contentType(HttpExchange exchange) {
            return "application/json; charset=utf-8";
        }
    }
}

package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.normalise.Facts;

/**
 * The cameras of the areas a statement speaks of, by what they watch: position, direction, purpose (R2.6). An area is read when
 * a row first brings something new there, so that a statement that moves nothing costs nothing. One instance serves one
 * statement.
 */
final class Overlaps {

    /** Of a degree: more than the 50 metres a rule may ask for. */
    private static final double CELL = 0.0005;

    private final Connection connection;
    private final Map<String, Map<Cell, List<View>>> areas = new HashMap<>();
    private final Set<String> moved = new HashSet<>();

    Overlaps(Connection connection) {
        this.connection = connection;
    }

    /**
     * What one camera watches.
     *
     * @param azimuth degrees clockwise from north
     * @param camera its id; empty if it is new
     * @param row of the statement that says so; 0 if the catalogue does
     */
    record View(Spot spot, double azimuth, String purpose, Optional<String> camera, int row) {

        static Optional<View> of(
                String latitude, String longitude, String azimuth, String purpose, Optional<String> camera, int row) {
            var spot = Spot.of(latitude, longitude);
            if (spot.isEmpty() || azimuth.isBlank() || purpose.isBlank()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new View(spot.get(), Double.parseDouble(azimuth), purpose, camera, row));
            } catch (NumberFormatException e) {
                return Optional.empty(); // a device's odd answer
            }
        }

        private boolean watchesAs(View other, double metres, double degrees) {
            var apart = Math.abs(azimuth - other.azimuth) % 360;
            return purpose.equals(other.purpose)
                    && Math.min(apart, 360 - apart) <= degrees
                    && spot.metresTo(other.spot) <= metres;
        }

        private Facts.Other shown() {
            return row > 0
                    ? new Facts.Other(new Text("camera ở dòng " + row, "the camera of row " + row), Optional.empty())
                    : new Facts.Other(Text.same("camera " + camera.orElseThrow()), camera);
        }
    }

    /** Reads what the catalogue knows of an area, unless that has been done. */
    void look(String area) throws SQLException {
        if (!areas.containsKey(area)) {
            areas.put(area, read(area));
        }
    }

    /** @return a camera that watches the same, of the catalogue or of an earlier row; of an area that was looked at */
    Optional<Facts.Other> find(String area, View view, double metres, double degrees) {
        var cells = areas.getOrDefault(area, Map.of());
        var at = Cell.of(view.spot());
        for (var x = -1; x <= 1; x++) {
            for (var y = -1; y <= 1; y++) {
                for (var other : cells.getOrDefault(new Cell(at.x + x, at.y + y), List.of())) {
                    if (isOther(view, other) && view.watchesAs(other, metres, degrees)) {
                        return Optional.of(other.shown());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Notes what a row says its camera watches from now on. */
    void say(String area, View view) {
        view.camera().ifPresent(moved::add);
        areas.computeIfAbsent(area, any -> new HashMap<>())
                .computeIfAbsent(Cell.of(view.spot()), any -> new ArrayList<>(1))
                .add(view);
    }

    private boolean isOther(View view, View other) {
        if (other.row() == 0 && other.camera().filter(moved::contains).isPresent()) {
            return false; // an earlier row says where that one stands now
        }
        return view.camera().isEmpty() || !view.camera().equals(other.camera());
    }

    private Map<Cell, List<View>> read(String area) throws SQLException {
        var cells = new HashMap<Cell, List<View>>();
        Rows.list(
                        connection,
                        "select id, latitude, longitude, azimuth, purpose from cameras where area = ? and latitude is not null"
                                + " and longitude is not null and azimuth is not null and purpose is not null",
                        List.of(area),
                        row -> View.of(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                Optional.of(row.getString(1)),
                                0))
                .stream()
                .flatMap(Optional::stream)
                .forEach(view -> cells.computeIfAbsent(Cell.of(view.spot()), any -> new ArrayList<>(1))
                        .add(view));
        return cells;
    }

    private record Cell(long x, long y) {

        static Cell of(Spot spot) {
            return new Cell((long) Math.floor(spot.latitude() / CELL), (long) Math.floor(spot.longitude() / CELL));
        }
    }
}

package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import vn.matluoi.api.Text;
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.normalise.Facts;

/**
 * The cameras near those of a statement, whatever area either is said to be of, by what they watch: position, direction, purpose
 * (R2.6). For rows that bring something new their areas are read, and beyond these the cells in which sources say that cameras
 * stand; once that are so many cells that reading the catalogue through costs less, that is done. A statement that moves nothing
 * costs nothing. One instance serves one statement.
 */
final class Overlaps {

    /** Of a degree: more than the 50 metres a rule may ask for. */
    private static final double CELL = 0.0005;

    /** Cells that are looked up one by one before the catalogue is read through: those of 500 new rows, with the five metres of R2.6. */
    private static final int CELLS = 1_000;

    private static final String VIEW = "select c.id, c.latitude, c.longitude, c.azimuth, c.purpose from cameras c";

    private static final String WATCHES =
            "c.latitude is not null and c.longitude is not null and c.azimuth is not null and c.purpose is not null";

    private final Connection connection;
    private final OptionalDouble metres;
    private final Map<Cell, List<View>> catalogue = new HashMap<>();
    private final Map<Cell, List<View>> said = new HashMap<>();
    private final Set<String> areas = new HashSet<>();
    private final Set<String> cells = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final Set<String> moved = new HashSet<>();
    private boolean whole;

    /** @param metres how far away the rules look at most; empty if none asks */
    Overlaps(Connection connection, OptionalDouble metres) {
        this.connection = connection;
        this.metres = metres;
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

    /**
     * Reads what the catalogue knows of cameras near these, unless that has been done.
     *
     * @param near the areas they are said to be of
     * @param bare whether a cell is known to hold no camera
     */
    void look(Collection<View> views, Collection<String> near, Predicate<String> bare) throws SQLException {
        if (metres.isEmpty() || whole) {
            return;
        }
        var asked = new LinkedHashSet<String>();
        for (var view : views) {
            view.spot().cellsWithin(metres.getAsDouble()).stream()
                    .filter(cell -> !cells.contains(cell) && !bare.test(cell))
                    .forEach(asked::add);
            if (cells.size() + asked.size() > CELLS) {
                whole = true;
                Rows.list(connection, VIEW + " where " + WATCHES, List.of(), this::keep);
                return;
            }
        }
        for (var area : near) {
            if (areas.add(area)) {
                Rows.list(connection, VIEW + " where c.area = ? and " + WATCHES, List.of(area), this::keep);
            }
        }
        cells.addAll(asked);
        Lookup.each(
                connection,
                VIEW + " join evidence e on e.camera = c.id where e.kind = ? and e.content in (%s) and " + WATCHES,
                List.of(Evidence.Kind.SPOT.name()),
                asked,
                this::keep);
    }

    private boolean keep(ResultSet row) throws SQLException {
        var camera = row.getString(1);
        return read.add(camera)
                && View.of(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                Optional.of(camera),
                                0)
                        .map(view -> note(catalogue, view))
                        .orElse(false);
    }

    private static boolean note(Map<Cell, List<View>> cells, View view) {
        return cells.computeIfAbsent(Cell.of(view.spot()), any -> new ArrayList<>(1))
                .add(view);
    }

    /** @return a camera that watches the same, of the catalogue or of an earlier row; of a view that was looked at */
    Optional<Facts.Other> find(View view, double metres, double degrees) {
        return find(catalogue, view, metres, degrees).or(() -> find(said, view, metres, degrees));
    }

    private Optional<Facts.Other> find(Map<Cell, List<View>> cells, View view, double metres, double degrees) {
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
    void say(View view) {
        view.camera().ifPresent(moved::add);
        note(said, view);
    }

    private boolean isOther(View view, View other) {
        if (other.row() == 0 && other.camera().filter(moved::contains).isPresent()) {
            return false; // an earlier row says where that one stands now
        }
        return view.camera().isEmpty() || !view.camera().equals(other.camera());
    }

    private record Cell(long x, long y) {

        static Cell of(Spot spot) {
            return new Cell((long) Math.floor(spot.latitude() / CELL), (long) Math.floor(spot.longitude() / CELL));
        }
    }
}

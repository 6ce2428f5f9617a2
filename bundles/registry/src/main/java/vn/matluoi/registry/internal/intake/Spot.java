package vn.matluoi.registry.internal.intake;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A point on the ground, WGS 84, in degrees. */
record Spot(double latitude, double longitude) {

    /** Metres of one degree of latitude; the error of a sphere does not matter over two metres. */
    private static final double DEGREE = 111_195;

    /** Cells in a degree. */
    private static final double CELLS = 10_000;

    /** @return the point; empty if one of the two is not stated */
    static Optional<Spot> of(String latitude, String longitude) {
        if (latitude == null || longitude == null || latitude.isBlank() || longitude.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new Spot(Double.parseDouble(latitude), Double.parseDouble(longitude)));
    }

    /** @return the cell of some eleven metres it lies in, by which it is looked up */
    String cell() {
        return cell((int) Math.floor(latitude * CELLS), (int) Math.floor(longitude * CELLS));
    }

    /** @return every cell that has a point so near */
    Set<String> cellsWithin(double metres) {
        var north = metres / DEGREE;
        var east = north / Math.cos(Math.toRadians(latitude));
        var cells = new TreeSet<String>();
        for (var row = (int) Math.floor((latitude - north) * CELLS); row <= (latitude + north) * CELLS; row++) {
            for (var column = (int) Math.floor((longitude - east) * CELLS);
                    column <= (longitude + east) * CELLS;
                    column++) {
                cells.add(cell(row, column));
            }
        }
        return cells;
    }

    private static String cell(int row, int column) {
        return row + ":" + column;
    }

    double metresTo(Spot other) {
        var north = (other.latitude - latitude) * DEGREE;
        var east = (other.longitude - longitude) * DEGREE * Math.cos(Math.toRadians(latitude));
        return Math.hypot(north, east);
    }
}

package vn.matluoi.simulators.sheet;

import java.util.EnumMap;

/**
 * One row being made up. A cell is a {@link String}, a {@link Number}, a {@link java.time.LocalDate} or a
 * {@link Formula}; an absent one is empty.
 */
final class Row {

    /** A cell that computes its value, without the leading equals sign. */
    record Formula(String text) {}

    final Commune commune;
    final double latitude;
    final double longitude;
    private final EnumMap<Column, Object> cells = new EnumMap<>(Column.class);

    Row(Commune commune, double latitude, double longitude) {
        this.commune = commune;
        this.latitude = latitude;
        this.longitude = longitude;
    }

    Object get(Column column) {
        return cells.get(column);
    }

    String text(Column column) {
        return String.valueOf(cells.get(column));
    }

    Row put(Column column, Object value) {
        if (value == null) {
            cells.remove(column);
        } else {
            cells.put(column, value);
        }
        return this;
    }

    /** A row with the same cells, to be changed without changing this one. */
    Row twin() {
        Row twin = new Row(commune, latitude, longitude);
        twin.cells.putAll(cells);
        return twin;
    }

    /** Takes over everything but the running number. */
    void copy(Row other) {
        Object number = cells.get(Column.NUMBER);
        cells.clear();
        cells.putAll(other.cells);
        put(Column.NUMBER, number);
    }
}

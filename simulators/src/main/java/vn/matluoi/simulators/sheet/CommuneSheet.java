package vn.matluoi.simulators.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A sheet and the answer key to it. The same order makes the same sheet, cell by cell.
 *
 * @param rows below the headings
 * @param key every cell that is not plainly right, by row
 */
public record CommuneSheet(List<Row> rows, List<KeyEntry> key) {

    /** The share of good rows in which something is written in another way. */
    private static final double OTHERWISE_SPELT = 0.2;

    /** Of the rows said once more, one in so many is changed. */
    public static final int CHANGED = 10;

    public CommuneSheet {
        rows = List.copyOf(rows);
        key = List.copyOf(key);
    }

    /**
     * What is wanted.
     *
     * @param rows 1 to 1,000,000
     * @param seed of the random numbers
     * @param faults share of the rows with a mistake, 0 to 1; every kind of mistake gets its turn
     * @param firstNumber number of the first camera; sheets with other numbers speak of other cameras
     * @param area code of the one commune it is of; empty for communes of the whole province
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public record Order(int rows, long seed, double faults, int firstNumber, String area) {
        public Order {
            if (rows < 1 || rows > 1_000_000) {
                throw new IllegalArgumentException("rows is 1 to 1000000, not: " + rows);
            }
            if (firstNumber < 1 || firstNumber > 9_000_000) {
                throw new IllegalArgumentException("first number is 1 to 9000000, not: " + firstNumber);
            }
            if (!(faults >= 0 && faults <= 1)) {
                throw new IllegalArgumentException("faults is 0 to 1, not: " + faults);
            }
        }
    }

    /** Makes up a sheet of Tây Ninh province. */
    public static CommuneSheet make(Order order) throws IOException {
        Random random = new Random(order.seed());
        List<Commune> communes = Commune.ofTayNinh().stream()
                .filter(commune -> order.area().isEmpty() || commune.code().equals(order.area()))
                .toList();
        if (communes.isEmpty()) {
            throw new IllegalArgumentException("area is one of "
                    + String.join(
                            ", ",
                            Commune.ofTayNinh().stream().map(Commune::code).toList())
                    + ", not: " + order.area());
        }
        GoodRow good = new GoodRow(communes, random);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < order.rows(); i++) {
            rows.add(good.make(order.firstNumber() + i));
        }
        List<Integer> shuffled = new ArrayList<>();
        for (int i = 1; i < order.rows(); i++) { // the first row stays good, to have something to repeat
            shuffled.add(i);
        }
        Collections.shuffle(shuffled, random);
        int faulty = Math.min(shuffled.size(), (int) Math.round(order.rows() * order.faults()));
        List<KeyEntry> key = new ArrayList<>();
        List<Integer> wrong = shuffled.subList(0, faulty);
        for (int i = 0; i < faulty; i++) {
            int at = wrong.get(i);
            key.add(Mistake.values()[i % Mistake.values().length].apply(rows.get(at), rows.get(0), at + 2));
        }
        List<Integer> right = shuffled.subList(faulty, shuffled.size());
        int rewritten = (int) Math.round(right.size() * OTHERWISE_SPELT);
        for (int i = 0; i < rewritten; i++) {
            int at = right.get(i);
            key.add(Spelling.values()[i % Spelling.values().length].apply(rows.get(at), at + 2));
        }
        key.sort(Comparator.comparingInt(KeyEntry::row));
        return new CommuneSheet(rows, key);
    }

    /** @return what stands in a row, counted from 0, as people would read it; without the cells that are empty */
    public Map<Column, String> texts(int row) {
        Map<Column, String> texts = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            if (rows.get(row).get(column) != null) {
                texts.put(column, rows.get(row).text(column));
            }
        }
        return texts;
    }

    /** The first rows said once more, every tenth of them with another note, and below them all of another sheet. */
    public CommuneSheet again(int first, CommuneSheet below) {
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < first; i++) {
            Row row = rows.get(i);
            all.add(i % CHANGED == CHANGED - 1 ? row.twin().put(Column.NOTE, "Đã xem lại") : row);
        }
        all.addAll(below.rows);
        List<KeyEntry> entries = new ArrayList<>();
        key.stream().filter(entry -> entry.row() < first + 2).forEach(entries::add);
        below.key.stream().map(entry -> entry.down(first)).forEach(entries::add);
        return new CommuneSheet(all, entries);
    }
}

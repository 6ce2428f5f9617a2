package vn.matluoi.benchmarks.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes up the rows of a sheet. Each carries the event it comes from in its note, and its key as the agency's code. */
final class SheetRows {

    private static final String HEADINGS = "Mã camera,Tên camera,Địa chỉ lắp đặt,Hướng (độ),Ghi chú\r\n";
    private static final List<String> PLACES =
            List.of("Cổng chợ", "Ngã tư", "Trường tiểu học", "Trạm y tế", "Cầu kênh", "Bến xe", "Nhà văn hóa");

    private SheetRows() {}

    /** What one row says, as it is written and as the hub shows it. */
    record Row(String key, String name, String address, String azimuth, String note) {

        String digest() {
            return Event.sha256(String.join("\n", key, name, address, azimuth, note));
        }
    }

    /** @return by key the row */
    static Map<String, Row> make(Event.Id event, List<String> keys, Random random) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String key : keys) {
            String place = PLACES.get(random.nextInt(PLACES.size()));
            rows.put(
                    key,
                    new Row(
                            key,
                            place + ' ' + random.nextInt(1000) + " (" + key + ')',
                            "Số " + (1 + random.nextInt(500)) + " ấp " + (1 + random.nextInt(9)),
                            String.valueOf(random.nextInt(360)),
                            "sổ " + event));
        }
        return rows;
    }

    static String csv(Map<String, Row> rows) {
        StringBuilder csv = new StringBuilder("\ufeff" + HEADINGS);
        rows.values().forEach(row -> csv.append(
                        String.join(",", row.key(), row.name(), row.address(), row.azimuth(), row.note()))
                .append("\r\n"));
        return csv.toString();
    }

    /** @return the event a note names; null if it names none */
    static Event.Id eventOf(String note) {
        if (note == null || !note.contains(" ")) {
            return null;
        }
        try {
            return Event.Id.of(note.substring(note.lastIndexOf(' ') + 1));
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}

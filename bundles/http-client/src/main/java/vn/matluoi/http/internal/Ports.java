package vn.matluoi.http.internal;

import java.util.BitSet;

/** Ports, as {@code 80, 443, 8000-8999}. */
record Ports(BitSet set) {

    /** @throws Miswritten saying what is wrong */
    static Ports parse(String text) {
        var set = new BitSet(65536);
        for (var item : text.split(",")) {
            var range = item.strip();
            if (range.isEmpty()) {
                continue;
            }
            var ends = range.split("\\s*-\\s*", -1);
            if (ends.length > 2) {
                throw new Miswritten(
                        "'%s' không phải một cổng hay một khoảng cổng như 8000-8999".formatted(range),
                        "'%s' is not a port or a range such as 8000-8999".formatted(range));
            }
            int from = port(ends[0], range);
            int to = ends.length == 2 ? port(ends[1], range) : from;
            if (to < from) {
                throw new Miswritten(
                        "'%s' kết thúc trước khi bắt đầu".formatted(range),
                        "'%s' ends before it begins".formatted(range));
            }
            set.set(from, to + 1);
        }
        return new Ports(set);
    }

    private static int port(String text, String range) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        if (port < 1 || port > 65535) {
            throw new Miswritten(
                    "'%s': cổng là số từ 1 đến 65535".formatted(range),
                    "'%s': a port is a number from 1 to 65535".formatted(range));
        }
        return port;
    }

    boolean contains(int port) {
        return port >= 0 && set.get(port);
    }
}

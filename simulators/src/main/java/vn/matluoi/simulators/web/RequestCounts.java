package vn.matluoi.simulators.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often a device was asked what; what comes when it knows many questions already is not counted. Safe for any thread. */
public final class RequestCounts {

    private static final int MOST = 500;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>(1);

    /** @param what as {@code GET /path}, or an operation */
    public void count(String what) {
        if (counts.containsKey(what) || counts.size() < MOST) {
            counts.computeIfAbsent(what, w -> new LongAdder()).increment();
        }
    }

    /** What was counted until now, by its name. */
    public Map<String, Long> sums() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }

    public void clear() {
        counts.clear();
    }
}

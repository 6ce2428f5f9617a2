package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntBiFunction;
import vn.matluoi.benchmarks.forward.Brought;

/** What has come of the events that were told, at each receiver, and what is wrong with it at all of them together. */
final class Arrivals {

    private final Map<String, Look> receivers = new LinkedHashMap<>();
    private final ToIntBiFunction<String, Integer> handed;

    /** @param handed how often the hub was handed the event of that source and number */
    Arrivals(ToIntBiFunction<String, Integer> handed) {
        this.handed = handed;
    }

    /** What one receiver has by now. */
    interface Look {
        Brought now() throws IOException;
    }

    void add(String receiver, Look look) {
        receivers.put(receiver, look);
    }

    /**
     * Waits until all of it has come everywhere, or that long.
     *
     * @param wanted by source the numbers of events
     */
    void await(Map<String, List<Integer>> wanted, int seconds) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (Look receiver : receivers.values()) {
            while (lost(receiver.now(), wanted) > 0 && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static long lost(Brought brought, Map<String, List<Integer>> wanted) {
        return wanted.entrySet().stream()
                .mapToLong(told -> told.getValue().stream()
                        .filter(number -> !brought.has(told.getKey(), number))
                        .count())
                .sum();
    }

    /**
     * @param wanted by source the numbers of the events that must have come
     * @param possible the same of those that may have come
     * @return what must be 0
     */
    Map<String, Long> wrong(Map<String, List<Integer>> wanted, Map<String, List<Integer>> possible) throws IOException {
        Map<String, Set<Integer>> mayBeThere = new LinkedHashMap<>();
        possible.forEach((source, numbers) -> mayBeThere.put(source, new HashSet<>(numbers)));
        Map<String, Long> wrong = new LinkedHashMap<>();
        for (Look receiver : receivers.values()) {
            Brought one = receiver.now();
            wrong.merge("lost", lost(one, wanted), Long::sum);
            wrong.merge(
                    "phantom",
                    one.phantoms((source, number) ->
                            mayBeThere.getOrDefault(source, Set.of()).contains(number)),
                    Long::sum);
            wrong.merge("disordered", one.disordered(), Long::sum);
            wrong.merge("doubled", one.doubled(handed), Long::sum);
            wrong.merge("altered", one.altered(), Long::sum);
        }
        return wrong;
    }

    /** @return by receiver how many events it has */
    Map<String, Long> counts() throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Map.Entry<String, Look> receiver : receivers.entrySet()) {
            counts.put(receiver.getKey(), (long) receiver.getValue().now().count());
        }
        return counts;
    }

    /** @return by receiver how many came again under the same id */
    Map<String, Long> repeated() throws IOException {
        Map<String, Long> repeated = new LinkedHashMap<>();
        for (Map.Entry<String, Look> receiver : receivers.entrySet()) {
            repeated.put(receiver.getKey(), receiver.getValue().now().repeated());
        }
        return repeated;
    }

    /** @return the first of what was wrong, in words */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, Look> receiver : receivers.entrySet()) {
            receiver.getValue().now().faults().forEach(fault -> faults.add("at " + receiver.getKey() + ": " + fault));
        }
        return faults;
    }
}

package vn.matluoi.forward.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import vn.matluoi.api.forward.Delivery;

/** Steps put together as they are carried: so many deliveries, and what is between them. */
final class Batches {

    /** Together, unless one alone is larger. */
    static final int MOST_BYTES = 4 << 20;

    private Batches() {}

    /** @return the same steps, in order, each group with at most that many deliveries */
    static List<List<Step>> of(List<Step> steps, int most) {
        var groups = new ArrayList<List<Step>>();
        var group = new ArrayList<Step>();
        var count = 0;
        var bytes = 0L;
        for (var step : steps) {
            var size = step.delivery().map(one -> one.json().length).orElse(0);
            if (size > 0 && count > 0 && (count == most || bytes + size > MOST_BYTES)) {
                groups.add(group);
                group = new ArrayList<>();
                count = 0;
                bytes = 0;
            }
            group.add(step);
            count += size > 0 ? 1 : 0;
            bytes += size;
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    static List<Delivery> deliveries(List<Step> steps) {
        return steps.stream().flatMap(step -> step.delivery().stream()).toList();
    }

    /** @return how many steps go before the first of that kind; all, if there is none */
    static int first(List<Step> steps, Predicate<Step> kind) {
        var at = 0;
        while (at < steps.size() && !kind.test(steps.get(at))) {
            at++;
        }
        return at;
    }

    /** @return how many steps go before the delivery of that index, from 0 */
    static int before(List<Step> steps, int index) {
        var passed = 0;
        for (var i = 0; i < steps.size(); i++) {
            if (steps.get(i).delivery().isPresent() && passed++ == index) {
                return i;
            }
        }
        return steps.size();
    }
}

package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.function.Function;
import vn.matluoi.api.Page;
import vn.matluoi.rest.internal.json.Limit;

/**
 * One page of a list.
 *
 * @param next cursor of the page after; absent on the last
 * @param total how many there are in all, for the same question and caller
 */
public record ListJson<T>(
        @Limit(items = 1000, required = true) List<T> items,
        @Limit(max = 500) String next,
        @Limit(required = true) long total) {

    static <A, T> ListJson<T> of(Page<A> page, Function<? super A, ? extends T> shape) {
        return new ListJson<>(
                page.items().stream().<T>map(shape).toList(), page.next().orElse(null), page.total());
    }

    /** @param from how many of the whole list stand before this page; the cursor is this number */
    static <A, T> ListJson<T> part(List<A> whole, long from, int limit, Function<? super A, ? extends T> shape) {
        var begin = (int) Math.max(0, Math.min(from, whole.size()));
        var end = Math.min(begin + limit, whole.size());
        return new ListJson<>(
                whole.subList(begin, end).stream().<T>map(shape).toList(),
                end < whole.size() ? String.valueOf(end) : null,
                whole.size());
    }

    static <T> ListJson<T> whole(List<T> items) {
        return new ListJson<>(items, null, items.size());
    }
}

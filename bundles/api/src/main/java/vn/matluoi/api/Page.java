package vn.matluoi.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items the rows, in the list's order
 * @param next opaque cursor of the page after; empty on the last
 * @param total how many rows the whole list has, for the same question and scope
 */
public record Page<T>(List<T> items, Optional<String> next, long total) {

    public Page {
        items = List.copyOf(items);
        Objects.requireNonNull(next, "next");
    }

    public <R> Page<R> map(Function<? super T, ? extends R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), next, total);
    }
}

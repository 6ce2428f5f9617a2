package vn.matluoi.source.webhook.internal;

import java.util.function.Supplier;

/** One delivery on its way through a route. Used by one thread. */
public final class Delivery<T> {

    private final Supplier<T> work;
    private T result;

    Delivery(Supplier<T> work) {
        this.work = work;
    }

    void take() {
        result = work.get();
    }

    T result() {
        return result;
    }
}

package vn.matluoi.forward.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.stream.Collectors;
import vn.matluoi.api.forward.Sinks;

/**
 * How long a sink's receiver could be reached, and how long not, by day of the last thirty. What counts is time in which the hub runs
 * and a person wants the sink to send. It lasts by the clock that nobody sets; which day it is, the other one says. Guarded by its owner.
 */
final class LinkDays {

    private static final int DAYS = 30;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final TreeMap<Long, Sinks.Link> days = new TreeMap<>(); // days since 1970, in UTC
    private Sinks.State state = Sinks.State.STOPPED;
    private long since;

    /** @param kept what {@link #text} gave */
    void load(String kept) {
        for (var day : kept.split(";")) {
            var words = day.split(",");
            if (words.length == 3) {
                var link = new Sinks.Link(
                        Duration.ofMillis(Long.parseLong(words[1])), Duration.ofMillis(Long.parseLong(words[2])));
                days.put(Long.parseLong(words[0]), link);
            }
        }
    }

    /** @return all days, to be kept */
    String text() {
        return days.entrySet().stream()
                .map(day -> day.getKey() + ","
                        + day.getValue().reached().toMillis() + ","
                        + day.getValue().away().toMillis())
                .collect(Collectors.joining(";"));
    }

    /** From now on it is so. */
    void is(Sinks.State now, Instant at, long nanos) {
        var passed = link(state, Duration.ofNanos(Math.max(0, nanos - since)));
        state = now;
        since = nanos;
        var today = at.toEpochMilli() / DAY;
        if (!passed.equals(Sinks.Link.NONE)) {
            days.merge(today, passed, Sinks.Link::plus);
        }
        days.headMap(today - DAYS, true).clear();
        days.tailMap(today + 2, false).clear(); // of a clock that was far ahead
    }

    /** @return the last thirty days, up to when it was last told how it is */
    Known known() {
        return new Known(days.values().stream().reduce(Sinks.Link.NONE, Sinks.Link::plus), state, since);
    }

    private static Sinks.Link link(Sinks.State state, Duration passed) {
        return switch (state) {
            case RUNNING -> new Sinks.Link(passed, Duration.ZERO);
            case WAITING, REFUSED -> new Sinks.Link(Duration.ZERO, passed);
            case PAUSED, STOPPED -> Sinks.Link.NONE;
        };
    }

    /** What was known at a moment, and how it has been since. */
    record Known(Sinks.Link link, Sinks.State state, long since) {

        Sinks.Link at(long nanos) {
            return link.plus(LinkDays.link(state, Duration.ofNanos(Math.max(0, nanos - since))));
        }
    }
}

package vn.matluoi.mqtt.internal;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a link waits before it connects again.
 *
 * @param first after the first failure; each one doubles it
 * @param longest to which it grows
 * @param uninvited after a broker asked for a log-in that the route does not have
 * @param look how often a secret that was refused is looked at: another is tried
 * @param answer how long a broker may take to answer
 * @param steady a link that held so long begins with {@code first} again
 * @param chance 0 to 1, anew each time: pauses are spread by a tenth up and down
 */
record Pauses(
        Duration first,
        Duration longest,
        Duration uninvited,
        Duration look,
        Duration answer,
        Duration steady,
        DoubleSupplier chance) {

    static Pauses usual() {
        return new Pauses(
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(15),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                Math::random);
    }

    /** @param failures how many there were, one after the other; from 1 */
    Duration after(int failures) {
        var doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        var pause = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofNanos((long) (pause.toNanos() * (0.9 + 0.2 * chance.getAsDouble())));
    }
}

package vn.matluoi.rest.internal;

import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;

/** Letters in memory, from number 4711 on. */
final class MemoryLetters implements DeadLetters {

    static final long FIRST = 4711;

    final List<Letter> kept = new ArrayList<>();

    @Override
    public synchronized long keep(String routeName, Letter letter) {
        kept.add(letter);
        return FIRST + kept.size() - 1;
    }

    /** @return the last of them as it is handed in again, brought a minute before noon */
    synchronized DeadLetter last(String routeName) {
        var letter = kept.get(kept.size() - 1);
        var at = FakeHub.NOON.minusSeconds(60);
        return new DeadLetter(
                FIRST + kept.size() - 1,
                routeName,
                letter.name(),
                letter.mediaType(),
                letter.raw().length,
                true,
                letter.rule(),
                letter.why(),
                at,
                at,
                1,
                0);
    }
}

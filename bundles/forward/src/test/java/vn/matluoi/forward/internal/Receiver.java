package vn.matluoi.forward.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.Carrier;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;

/** A receiver that does as it is told. */
final class Receiver implements Carrier {

    final List<Delivery> taken = new CopyOnWriteArrayList<>();
    final List<Integer> sizes = new CopyOnWriteArrayList<>();
    /** What it will never take. */
    final List<String> poison = new CopyOnWriteArrayList<>();

    /** What it ends the connection over, when it has not confirmed the one before that yet. */
    final List<String> ending = new CopyOnWriteArrayList<>();

    /** What it fails over, without a word why. */
    final List<String> failing = new CopyOnWriteArrayList<>();

    /** What it fails over alone: it confirms what comes before, and takes the next of each other source, as a broker does. */
    final List<String> refusing = new CopyOnWriteArrayList<>();

    volatile Optional<SinkException> answer = Optional.empty();
    /** Takes all, and then does not say so. */
    volatile boolean silent;

    volatile int calls;
    volatile Runnable meanwhile = () -> {};

    @Override
    public void carry(List<Delivery> batch) throws SinkException {
        calls++;
        sizes.add(batch.size());
        if (answer.isPresent()) {
            throw answer.get();
        }
        if (batch.stream().map(Delivery::id).anyMatch(poison::contains)) {
            throw SinkException.Rejected.among(new Text("mã 422", "status 422"));
        }
        for (var i = 0; i < batch.size(); i++) {
            if (ending.contains(batch.get(i).id())) {
                var confirmed = Math.max(0, i - 1);
                taken.addAll(batch.subList(0, confirmed));
                throw SinkException.Rejected.among(confirmed, new Text("quá lớn", "too large"));
            }
        }
        if (batch.stream().map(Delivery::id).anyMatch(failing::contains)) {
            throw new SinkException.Failing(new Text("mã 500", "status 500"), 0);
        }
        for (var i = 0; i < batch.size(); i++) {
            if (refusing.contains(batch.get(i).id())) {
                taken.addAll(batch.subList(0, i));
                takeOthers(batch.get(i).key(), batch.subList(i + 1, batch.size()));
                throw new SinkException.Failing(new Text("mã 0x83", "code 0x83"), i);
            }
        }
        taken.addAll(batch);
        meanwhile.run();
        if (silent) {
            throw new SinkException.Away(new Text("không trả lời", "no answer"));
        }
    }

    private void takeOthers(String key, List<Delivery> behind) {
        var keys = new HashSet<>(List.of(key));
        behind.stream().filter(one -> keys.add(one.key())).forEach(taken::add);
    }

    List<String> ids() {
        return taken.stream().map(Delivery::id).toList();
    }

    List<String> types() {
        return taken.stream().map(Delivery::type).toList();
    }

    static List<String> ids(String prefix, int from, int to) {
        var ids = new ArrayList<String>();
        for (var i = from; i <= to; i++) {
            ids.add(prefix + "-" + i);
        }
        return ids;
    }
}

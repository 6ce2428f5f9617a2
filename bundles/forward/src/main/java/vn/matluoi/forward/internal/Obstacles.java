package vn.matluoi.forward.internal;

import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.SinkException.Refused;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.route.KeyFile;

/** What is in a sink's way, and whose turn it is. Guarded by its owner. */
final class Obstacles {

    private Optional<Text> trouble = Optional.empty(); // is tried again
    private Optional<Text> refusal = Optional.empty(); // waits for a person
    private Optional<Text> loss = Optional.empty(); // until a person has seen it
    private Optional<KeyFile> mend = Optional.empty();
    private String stamp = "";

    /** @return whether it is the first since something worked */
    boolean trouble(Text why) {
        var first = trouble.isEmpty();
        trouble = Optional.of(why);
        return first;
    }

    void worked() {
        trouble = Optional.empty();
    }

    void lost(Text what) {
        loss = Optional.of(what);
    }

    void refused(Refused why) {
        refusal = Optional.of(why.text());
        mend = why.mend().map(KeyFile::new);
        stamp = mend.map(KeyFile::stamp).orElse("");
    }

    /** @return whether nothing may be sent; looks whether the file changed that is at fault */
    boolean keepsOut() {
        if (mend.filter(file -> !file.stamp().equals(stamp)).isPresent()) {
            refusal = Optional.empty();
            mend = Optional.empty();
        }
        return refusal.isPresent();
    }

    boolean mayBeMended() {
        return mend.isPresent();
    }

    /** A person says to go on. */
    void clear() {
        trouble = Optional.empty();
        refusal = Optional.empty();
        loss = Optional.empty();
        mend = Optional.empty();
    }

    Sinks.State state() {
        return refusal.isPresent()
                ? Sinks.State.REFUSED
                : trouble.isPresent() ? Sinks.State.WAITING : Sinks.State.RUNNING;
    }

    Optional<Text> problem() {
        return refusal.or(() -> trouble).or(() -> loss);
    }
}

package vn.matluoi.forward.registry.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.ChecksumTree;

/**
 * Compares two registries from the province down and tells the other one only what differs. A branch whose checksum is the same is not
 * looked into. What the other one alone has is withdrawn only where the catalogue says, camera by camera, that it is not for it; an answer
 * that broke off ends the comparison before that. What is a state secret is withdrawn however much it is; of the rest all or, if that is
 * too much, nothing. One run; one thread.
 */
final class Comparison {

    private static final int MOST_AREAS = 20_000;
    private static final int MOST_CAMERAS = 1_000_000;
    private static final int BATCH = 200;
    /** So many may always be withdrawn. */
    private static final int FEW = 20;

    /** Tells the other registry of these cameras as they are now. */
    interface Teller {
        void tell(List<String> ids) throws SinkException;
    }

    /**
     * What a comparison did.
     *
     * @param asked areas that were looked into
     * @param kept cameras that ought to be withdrawn, and are too many
     */
    record Outcome(long told, long withdrawn, long asked, Set<String> kept) {}

    private final Shared mine;
    private final Peer peer;
    private final Teller teller;
    private final int mostWithdrawn;
    private final Set<AreaCode> seen = new HashSet<>();
    private final Set<String> theirsOnly = new TreeSet<>();
    private final List<String> waiting = new ArrayList<>();
    private long told;

    Comparison(Shared mine, Peer peer, Teller teller, int mostWithdrawn) {
        this.mine = mine;
        this.peer = peer;
        this.teller = teller;
        this.mostWithdrawn = mostWithdrawn;
    }

    Outcome run() throws SinkException {
        var tree = mine.tree();
        var theirs = peer.sums(Optional.empty(), Optional.empty());
        if (!theirs.whole().equals(tree.of(Optional.empty()))) {
            below(tree, Optional.empty(), theirs.areas());
        }
        flush();
        var before = told;
        var gone = new ArrayList<String>();
        for (var id : theirsOnly) {
            if (mine.isSecret(id)) {
                tell(id);
            } else if (mine.camera(id).isEmpty()) {
                gone.add(id);
            }
        }
        var tooMany = gone.size() > Math.max(FEW, theirs.whole().count() * mostWithdrawn / 100);
        if (!tooMany) {
            for (var id : gone) {
                tell(id);
            }
        }
        flush();
        return new Outcome(before, told - before, seen.size(), tooMany ? Set.copyOf(gone) : Set.of());
    }

    private void below(ChecksumTree tree, Optional<AreaCode> area, Map<AreaCode, Checksum> theirs)
            throws SinkException {
        var all = new TreeSet<>(theirs.keySet());
        all.addAll(tree.below(area).keySet());
        for (var code : all) {
            var same = tree.of(Optional.of(code)).equals(theirs.getOrDefault(code, Checksum.NONE));
            if (!same && seen.add(code)) {
                into(tree, code);
            }
        }
    }

    private void into(ChecksumTree tree, AreaCode area) throws SinkException {
        if (seen.size() > MOST_AREAS) {
            throw tooMuch();
        }
        var first = peer.sums(Optional.of(area), Optional.empty());
        var theirs = new HashMap<>(first.cameras());
        var next = first.next();
        while (next.isPresent()) {
            var page = peer.sums(Optional.of(area), next);
            var known = theirs.size();
            theirs.putAll(page.cameras());
            if (theirs.size() > MOST_CAMERAS
                    || theirs.size() == known && page.next().isPresent()) {
                throw tooMuch();
            }
            next = page.next();
        }
        var here = mine.in(area);
        for (var one : here.entrySet()) {
            if (!one.getValue().equals(theirs.get(one.getKey()))) {
                tell(one.getKey());
            }
        }
        theirs.keySet().stream().filter(id -> !here.containsKey(id)).forEach(theirsOnly::add);
        below(tree, Optional.of(area), first.areas());
    }

    private void tell(String id) throws SinkException {
        waiting.add(id);
        told++;
        if (waiting.size() == BATCH) {
            flush();
        }
    }

    private void flush() throws SinkException {
        if (!waiting.isEmpty()) {
            teller.tell(List.copyOf(waiting));
            waiting.clear();
        }
    }

    private static SinkException tooMuch() {
        return new SinkException.Away(new Text(
                "nơi nhận kể quá nhiều địa bàn hoặc camera, hoặc kể mãi một trang; hỏi bên nhận",
                "the receiver lists too many areas or cameras, or one page for ever; ask those who run it"));
    }
}

package vn.matluoi.camel.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;

/**
 * What files order: routes come, change and go with them. What a file says is held as pending, and touches neither what is stored nor what
 * runs, until its template and the template's check are there to judge it (at a start the files usually come first) and the database has
 * taken it. Guarded by its owner.
 */
final class FileOrders {

    private static final Logger LOG = LoggerFactory.getLogger(FileOrders.class);

    private final RouteBook book;
    private final RouteJudge judge;
    private final Predicate<String> settling;
    private final Consumer<RouteSettings> reconcile;
    private final Consumer<HubException> retry;

    /**
     * @param settling whether the routes of that template are judged soon, and not now
     * @param reconcile makes a route run, or stop, as its settings say
     * @param retry has all that is pending or gone tried again later: the database is away
     */
    FileOrders(
            RouteBook book,
            RouteJudge judge,
            Predicate<String> settling,
            Consumer<RouteSettings> reconcile,
            Consumer<HubException> retry) {
        this.book = book;
        this.judge = judge;
        this.settling = settling;
        this.reconcile = reconcile;
        this.retry = retry;
    }

    void configure(String name, String file, Map<String, String> named) {
        book.gone.remove(name);
        var parameters = new TreeMap<>(named);
        var template = parameters.remove("template");
        if (template == null || template.isBlank()) {
            book.pending.remove(name);
            book.refuse(name, file, List.of(judge.missingTemplate()));
            return;
        }
        book.pending.put(name, new RouteSettings(name, template.strip(), parameters, file, true));
        book.refusals.remove(name);
        settle(name);
    }

    /** Judges, stores and runs what a file says, as soon as all that takes is there. */
    void settle(String name) {
        var said = book.pending.get(name);
        var before = Optional.ofNullable(book.desired.get(name));
        if (before.filter(route -> route.owner().isEmpty()).isPresent()) {
            book.refuse(name, said.file(), List.of(RouteRefusals.enteredByHand(name)));
            return;
        }
        var wanted = said.withRunning(before.map(RouteSettings::running).orElse(said.running()));
        if (before.filter(wanted::equals).isPresent()) {
            book.pending.remove(name);
            reconcile.accept(wanted);
            return;
        }
        if (!judge.isReady(wanted.template()) || settling.test(wanted.template())) {
            return;
        }
        try {
            var errors = judge.errors(wanted);
            if (errors.isEmpty()) {
                var details = Map.of("file", wanted.file(), "template", wanted.template());
                book.put(RouteBook.record("system", "route.configure", name, details), wanted);
                book.pending.remove(name);
                book.refusals.remove(name);
                reconcile.accept(wanted);
            } else {
                book.refuse(name, wanted.file(), errors);
            }
        } catch (HubException e) {
            if (e.reason() == Reason.UNAVAILABLE) {
                retry.accept(e);
                return;
            }
            book.pending.remove(name);
            book.refusals.put(name, e.text());
            LOG.warn("{} is refused: {}", wanted.file(), e.text());
        }
    }

    /** No route of that name is in the way of its file any more. */
    void nameIsFree(String name) {
        if (book.pending.containsKey(name)) {
            book.refusals.remove(name);
            settle(name);
        }
    }

    /** A person wants the route of a file that was not taken. */
    void judgeAgain(String name) {
        if (book.pending.containsKey(name)) {
            settle(name);
        }
    }

    /** Its file is gone: so is the route, if it was the file's. */
    void forget(String name) {
        book.pending.remove(name);
        book.refusals.remove(name);
        if (book.desired.containsKey(name) && book.desired.get(name).owner().isPresent()) {
            book.gone.add(name);
            remove(name);
        }
    }

    /** Until that is recorded and done the route goes on as it is. */
    void remove(String name) {
        try {
            book.remove("system", name);
            LOG.info("route {} removed: its file is gone", name);
        } catch (HubException e) {
            retry.accept(e);
        }
    }

    /** @return names of the routes that files own, with the file of each */
    Map<String, String> owned() {
        return book.desired.values().stream()
                .filter(route -> route.owner().isPresent())
                .collect(Collectors.toMap(RouteSettings::name, RouteSettings::file));
    }
}

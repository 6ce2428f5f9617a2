package vn.matluoi.camel.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.route.KeyFile;

/**
 * The files in {@code etc/keys} over which routes were refused. Who mends such a file changes nothing in the route's own file, so nobody
 * would tell the hub: it looks at them, and at none else. Guarded by its owner.
 */
final class KeyFileWatch {

    private static final String NEVER_SEEN = "";

    private final Map<String, Map<KeyFile, String>> seen = new HashMap<>(); // by route: how each file was
    private final Runnable look;

    /** @param look has somebody ask {@link #changed} in a while */
    KeyFileWatch(Runnable look) {
        this.look = look;
    }

    /** A route was refused; where that was over such a file, it is looked at from now on. */
    void refused(RouteSettings route, List<FieldError> errors) {
        var files = errors.stream()
                .map(FieldError::field)
                .filter(KeyFile::isNamedBy)
                .map(field -> route.parameters().getOrDefault(field, ""))
                .filter(KeyFile::isName)
                .map(name -> KeyFile.named(KeyFile.folder(), name))
                .collect(Collectors.toSet());
        if (files.isEmpty()) {
            seen.remove(route.name());
            return;
        }
        var before = seen.getOrDefault(route.name(), Map.of());
        seen.put(
                route.name(),
                files.stream()
                        .collect(Collectors.toMap(
                                file -> file,
                                file -> before.getOrDefault(file, NEVER_SEEN),
                                (one, same) -> one,
                                HashMap::new)));
        look.run();
    }

    /**
     * Notes how the files are before anybody judges them again, so that no change falls in between.
     *
     * @param stillRefused whether the route of that name is
     * @return routes whose files are not as they were
     */
    List<String> changed(Predicate<String> stillRefused) {
        seen.keySet().removeIf(stillRefused.negate());
        if (!seen.isEmpty()) {
            look.run();
        }
        return seen.entrySet().stream()
                .filter(route -> isChanged(route.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isChanged(Map<KeyFile, String> files) {
        var before = Map.copyOf(files);
        files.replaceAll((file, stamp) -> file.stamp());
        return !files.equals(before);
    }
}

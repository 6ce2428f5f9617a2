package vn.matluoi.core.internal.source;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.State;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.SourceQuery;
import vn.matluoi.api.source.SourceSettings;

/**
 * Whether a source stands within a scope and is what a query asks for.
 *
 * @param state how a source is now
 */
record SourceFilter(Areas areas, Scope scope, SourceQuery query, Function<StoredSource, State.Kind> state)
        implements Predicate<StoredSource> {

    @Override
    public boolean test(StoredSource source) {
        var settings = source.settings();
        return within(areas, scope, settings.area())
                && query.area().map(root -> areas.within(settings.area(), root)).orElse(true)
                && same(query.sector(), settings.sector())
                && same(query.unit(), settings.unit())
                && same(query.driver(), settings.driver())
                && query.text().map(text -> matches(settings, text)).orElse(true)
                && query.state().map(kind -> state.apply(source) == kind).orElse(true);
    }

    static boolean within(Areas areas, Scope scope, AreaCode area) {
        return scope.everything() || scope.areas().stream().anyMatch(root -> areas.within(area, root));
    }

    private static boolean same(Optional<String> wanted, Optional<String> set) {
        return wanted.isEmpty() || wanted.equals(set);
    }

    private static boolean matches(SourceSettings settings, String text) {
        var wanted = plain(text);
        return plain(settings.id().value()).contains(wanted)
                || plain(settings.name()).contains(wanted)
                || settings.address()
                        .map(Object::toString)
                        .filter(address -> address.contains(wanted))
                        .isPresent();
    }

    /** Without case and accents; đ counts as d. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replace('đ', 'd');
    }
}

package vn.matluoi.api.registry;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Page;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Unit;
import vn.matluoi.api.access.Scope;

/** The organisations of the province and the sectors they serve. */
@ProviderType
public interface Units {

    default Page<Unit> list(Scope scope, Optional<String> text, int limit, Optional<String> cursor) {
        return list(scope, text, Optional.empty(), limit, cursor);
    }

    /** @param area an area: only units of its subtree */
    Page<Unit> list(Scope scope, Optional<String> text, Optional<AreaCode> area, int limit, Optional<String> cursor);

    Optional<Unit> find(Scope scope, String code);

    /**
     * Adds a unit or changes it; the former wording stays in the change feed.
     *
     * @throws vn.matluoi.api.HubException {@code INVALID}, naming {@code parent}, if there is no such unit or the unit would
     *     answer to itself
     */
    void put(Unit unit, String by);

    /** Finds a unit by its name as people write it, without regard to case and accents. */
    Optional<Unit> named(String name);

    List<Sector> sectors();
}

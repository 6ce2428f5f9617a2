package vn.matluoi.forward.internal;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.registry.Areas;

/** How far a sink's settings let it see: areas, by today's order, and sectors. */
final class Reach {

    private final SinkRoute route;
    private final Areas areas;

    Reach(SinkRoute route, Areas areas) {
        this.route = route;
        this.areas = areas;
    }

    /** What has no area, or no sector, is seen by those only whose settings do not choose. */
    boolean covers(Optional<AreaCode> area, Optional<String> sector) {
        return covers(area)
                && (route.sectors().isEmpty()
                        || sector.filter(route.sectors()::contains).isPresent());
    }

    private boolean covers(Optional<AreaCode> area) {
        if (route.areas().isEmpty()) {
            return true;
        }
        var roots = roots();
        return area.filter(here -> roots.stream().anyMatch(root -> areas.within(here, root)))
                .isPresent();
    }

    /** A former unit stands for those that took over its territory. */
    private Set<AreaCode> roots() {
        return route.areas().stream().flatMap(this::inForce).collect(Collectors.toSet());
    }

    private Stream<AreaCode> inForce(AreaCode code) {
        return areas.find(code).isPresent()
                ? Stream.of(code)
                : areas.history(code).stream().flatMap(former -> former.successors().stream());
    }
}

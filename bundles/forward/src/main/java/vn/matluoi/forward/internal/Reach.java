package vn.matluoi.forward.internal;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;

/** How far a sink's settings let it see: areas, by today's order, sectors, and what cameras are there by. */
final class Reach {

    private final SinkRoute route;
    private final Areas areas;

    Reach(SinkRoute route, Areas areas) {
        this.route = route;
        this.areas = areas;
    }

    boolean covers(Camera camera) {
        return covers(
                Optional.of(camera.area()),
                Optional.ofNullable(camera.values().get(CameraField.SECTOR)),
                Optional.ofNullable(camera.values().get(CameraField.LEGAL_BASIS)));
    }

    /** What has no area, no sector or no legal basis is seen by those only whose settings do not choose. */
    boolean covers(Optional<AreaCode> area, Optional<String> sector, Optional<String> basis) {
        return covers(area)
                && route.bases().include(basis)
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

package vn.matluoi.forward.registry.internal;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.forward.SinkFields;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.ChecksumTree;
import vn.matluoi.api.registry.Checksums;

/**
 * What of the catalogue another registry may have, as it is now: by the sink's areas, sectors, legal bases and fields. A state secret (R1.4) is not
 * among it. Blocks on the database; any thread.
 */
final class Shared {

    private static final int PAGE = 5_000;

    private final SinkRoute route;
    private final Cameras cameras;
    private final Checksums checksums;
    private final Areas areas;
    private final Set<CameraField> fields = EnumSet.of(CameraField.AREA);

    Shared(SinkRoute route, Cameras cameras, Checksums checksums, Areas areas) {
        this.route = route;
        this.cameras = cameras;
        this.checksums = checksums;
        this.areas = areas;
        var told = new SinkFields(route);
        for (var field : CameraField.values()) {
            if (told.tells(field)) {
                fields.add(field);
            }
        }
    }

    /** @return all that may be told of that camera; empty if it may not be told of, or is another by now */
    Optional<Map<String, String>> camera(String id) {
        return cameras.find(Scope.all(), new CameraId(id))
                .filter(camera -> camera.id().value().equals(id))
                .filter(this::covers)
                .map(this::values);
    }

    /** @return whether the camera that answers to that id is a state secret */
    boolean isSecret(String id) {
        return cameras.find(Scope.all(), new CameraId(id))
                .filter(Shared::isSecret)
                .isPresent();
    }

    private static boolean isSecret(Camera camera) {
        return "true".equals(camera.values().get(CameraField.STATE_SECRET));
    }

    private boolean covers(Camera camera) {
        return !isSecret(camera)
                && (route.areas().isEmpty() || roots().stream().anyMatch(root -> areas.within(camera.area(), root)))
                && (route.sectors().isEmpty()
                        || Optional.ofNullable(camera.values().get(CameraField.SECTOR))
                                .filter(route.sectors()::contains)
                                .isPresent())
                && route.bases().include(Optional.ofNullable(camera.values().get(CameraField.LEGAL_BASIS)));
    }

    private Map<String, String> values(Camera camera) {
        var values = new TreeMap<String, String>();
        camera.values().forEach((field, value) -> {
            if (fields.contains(field) && !value.isBlank()) {
                values.put(field.key(), value);
            }
        });
        values.put(CameraField.AREA.key(), camera.area().value());
        return values;
    }

    ChecksumTree tree() {
        return new ChecksumTree(checksums.byArea(all(), Optional.empty()), areas);
    }

    /** @return the cameras that stand in that area itself */
    Map<String, Checksum> in(AreaCode area) {
        var found = new TreeMap<String, Checksum>();
        var after = Optional.<CameraId>empty();
        List<Checksums.One> page;
        do {
            page = checksums.in(all(), area, after, PAGE);
            page.forEach(one -> found.put(one.id(), one.checksum()));
            after = page.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new CameraId(page.get(page.size() - 1).id()));
        } while (page.size() == PAGE);
        return found;
    }

    private Checksums.Of all() {
        var scope = route.areas().isEmpty() ? Scope.all() : Scope.of(roots());
        return new Checksums.Of(scope, route.sectors(), route.bases(), fields);
    }

    /** A former unit stands for those that took over its territory. */
    private Set<AreaCode> roots() {
        return route.areas().stream()
                .flatMap(code -> areas.find(code).isPresent()
                        ? List.of(code).stream()
                        : areas.history(code).stream().flatMap(former -> former.successors().stream()))
                .collect(Collectors.toSet());
    }
}

package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.ChecksumTree;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.rest.internal.json.Limit;

/**
 * The checksum of an area with all that stands below it, and what it is made of.
 *
 * @param area absent for all there is
 * @param areas those right below it in which there are cameras
 * @param cameras those that stand in the area itself, by id
 * @param next id to ask for more cameras after; absent if there are no more
 */
public record ChecksumJson(
        @Limit(max = 5) String area,
        @Limit(required = true) long count,
        @Limit(max = 64, required = true, about = "SHA-256 of its cameras, combined by exclusive or") String digest,
        @Limit(items = 20_000, required = true) List<AreaSumJson> areas,
        @Limit(items = 5_000, required = true) List<CameraSumJson> cameras,
        @Limit(max = 40) String next) {

    /** @param limit how many cameras were asked for */
    static ChecksumJson of(Optional<AreaCode> area, ChecksumTree tree, List<Checksums.One> cameras, int limit) {
        var whole = tree.of(area);
        return new ChecksumJson(
                area.map(AreaCode::value).orElse(null),
                whole.count(),
                whole.digest(),
                tree.below(area).entrySet().stream().map(AreaSumJson::of).toList(),
                cameras.stream()
                        .map(one -> new CameraSumJson(one.id(), one.checksum().digest()))
                        .toList(),
                cameras.size() < limit ? null : cameras.get(limit - 1).id());
    }

    /** An area's. */
    public record AreaSumJson(
            @Limit(max = 5, required = true) String area,
            @Limit(required = true) long count,
            @Limit(max = 64, required = true) String digest) {

        private static AreaSumJson of(Map.Entry<AreaCode, Checksum> sum) {
            return new AreaSumJson(
                    sum.getKey().value(), sum.getValue().count(), sum.getValue().digest());
        }
    }

    /** A camera's. */
    public record CameraSumJson(
            @Limit(max = 40, required = true) String id, @Limit(max = 64, required = true) String digest) {}
}

package vn.matluoi.forward.registry.internal;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Validity;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.Checksums;

/** A catalogue in memory: communes 80001 to 80100 of province 80. */
final class World {

    static final AreaCode PROVINCE = new AreaCode("80");

    final Map<String, Camera> cameras = new TreeMap<>();
    final AtomicLong last = new AtomicLong();

    static String id(int number) {
        return CameraId.of("80", number).value();
    }

    static AreaCode commune(int number) {
        return new AreaCode("80%03d".formatted(1 + number % 100));
    }

    /** @param fieldsAndTexts field, text, field, text … */
    void put(int number, AreaCode area, Object... fieldsAndTexts) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        values.put(CameraField.AREA, area.value());
        for (var i = 0; i < fieldsAndTexts.length; i += 2) {
            values.put((CameraField) fieldsAndTexts[i], (String) fieldsAndTexts[i + 1]);
        }
        cameras.put(
                id(number),
                new Camera(
                        new CameraId(id(number)),
                        area,
                        new SourceId("nvr"),
                        Optional.empty(),
                        values,
                        State.unknown(Instant.EPOCH),
                        Instant.EPOCH,
                        Instant.EPOCH));
        last.incrementAndGet();
    }

    Cameras cameras() {
        return fake(Cameras.class, (name, given) -> switch (name) {
            case "find" -> Optional.ofNullable(cameras.get(String.valueOf(given[1])));
            default -> throw new UnsupportedOperationException(name);
        });
    }

    Changes changes() {
        return fake(Changes.class, (name, given) -> last.get());
    }

    static Areas areas() {
        return fake(Areas.class, (name, given) -> switch (name) {
            case "find" -> Optional.of(area((AreaCode) given[0]));
            case "within" -> given[0].equals(given[1]) || given[1].equals(PROVINCE);
            case "history" -> List.of(area((AreaCode) given[0]));
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private static Area area(AreaCode code) {
        var top = code.equals(PROVINCE);
        return new Area(
                code,
                top ? Area.Level.PROVINCE : Area.Level.COMMUNE,
                "xã",
                code.value(),
                code.value(),
                code.value(),
                top ? Optional.empty() : Optional.of(PROVINCE),
                new Validity(LocalDate.EPOCH, Optional.empty()),
                List.of());
    }

    Checksums checksums() {
        return new Checksums() {

            @Override
            public Map<AreaCode, Checksum> byArea(Of of, Optional<AreaCode> under) {
                var sums = new HashMap<AreaCode, Checksum>();
                cameras.values().stream()
                        .filter(camera -> isAmong(of, camera))
                        .forEach(camera -> sums.merge(camera.area(), checksum(of, camera), Checksum::and));
                return sums;
            }

            @Override
            public List<One> in(Of of, AreaCode area, Optional<CameraId> after, int limit) {
                return cameras.values().stream()
                        .filter(camera -> isAmong(of, camera))
                        .filter(camera -> camera.area().equals(area))
                        .filter(camera -> after.isEmpty() || camera.id().compareTo(after.get()) > 0)
                        .limit(limit)
                        .map(camera -> new One(camera.id().value(), checksum(of, camera)))
                        .toList();
            }
        };
    }

    private static boolean isAmong(Checksums.Of of, Camera camera) {
        return !"true".equals(camera.values().get(CameraField.STATE_SECRET))
                && of.bases().include(Optional.ofNullable(camera.values().get(CameraField.LEGAL_BASIS)));
    }

    private static Checksum checksum(Checksums.Of of, Camera camera) {
        return Checksum.of(
                camera.id().value(),
                camera.values().entrySet().stream()
                        .filter(value -> of.fields().contains(value.getKey()))
                        .collect(Collectors.toMap(value -> value.getKey().key(), Map.Entry::getValue)));
    }

    private interface Answers {
        Object of(String name, Object[] given);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, given) -> answers.of(method.getName(), given)));
    }
}

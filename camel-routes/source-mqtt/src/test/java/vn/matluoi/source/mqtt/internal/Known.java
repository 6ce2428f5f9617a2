package vn.matluoi.source.mqtt.internal;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;

/** A catalogue that knows every camera but some; those it gets to know later, and the journal has their events without them. */
final class Known {

    static final CameraId CAMERA = CameraId.of("80", 1);

    private final Set<String> unknownAtFirst;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    volatile RuntimeException away;

    private Known(Set<String> unknown) {
        this.unknownAtFirst = unknown;
        this.unknown.addAll(unknown);
    }

    static Known all() {
        return new Known(Set.of());
    }

    static Known allBut(String... unknown) {
        return new Known(Set.of(unknown));
    }

    void add(String code) {
        unknown.remove(code);
    }

    boolean atFirst(ChannelId channel) {
        return !unknownAtFirst.contains(channel.value());
    }

    Cameras cameras() {
        return (Cameras) Proxy.newProxyInstance(
                Known.class.getClassLoader(), new Class<?>[] {Cameras.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("ofChannel")) {
                        throw new AssertionError(method.getName());
                    }
                    if (away != null) {
                        throw away;
                    }
                    return unknown.contains(arguments[1])
                            ? Optional.empty()
                            : Optional.of(camera((SourceId) arguments[0], (String) arguments[1]));
                });
    }

    private static Camera camera(SourceId source, String code) {
        return new Camera(
                CAMERA,
                new AreaCode("27694"),
                source,
                Optional.of(code),
                Map.of(),
                State.unknown(Instant.EPOCH),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}

package vn.matluoi.forward.registry.internal;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;

/**
 * Shows how the links to other registries are. One that is down does not make the hub unready: what waits for it is kept.
 */
@Component(service = {Links.class, HealthCheck.class})
public final class Links implements HealthCheck {

    private final Map<String, Link> links = new ConcurrentHashMap<>();

    @Activate
    public Links() {
        // links come with the routes
    }

    void put(String name, Link link) {
        links.put(name, link);
    }

    void remove(String name, Link link) {
        links.remove(name, link);
    }

    @Override
    public String name() {
        return "registries";
    }

    @Override
    public Result check() {
        if (links.isEmpty()) {
            return Result.ok(new Text("không có liên kết nào", "there are no links"));
        }
        var shown = new TreeMap<>(links)
                .entrySet().stream()
                        .map(link -> link.getValue().shown(link.getKey()))
                        .toList();
        return Result.ok(new Text(
                shown.stream().map(Text::vi).collect(Collectors.joining("; ")),
                shown.stream().map(Text::en).collect(Collectors.joining("; "))));
    }
}

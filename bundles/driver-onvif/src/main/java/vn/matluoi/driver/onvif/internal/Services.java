package vn.matluoi.driver.onvif.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * Where a device has its services, of what {@code GetServices} and {@code GetCapabilities} tell: each leaves out what the other
 * gives. An address that cannot be read counts as the usual one, as the service itself was named.
 *
 * @param places by service; absent if the device has it not
 * @param pullPoint false if the device says that it has no PullPoint
 */
record Services(Map<Service, Place> places, boolean pullPoint) {

    /** Where to send to. @param port from here @param path path and query */
    record Place(int port, String path) {}

    /**
     * @param services empty if the device told none
     * @param capabilities empty if they could not be read: then nobody knows that there is no Media 1, which most have
     */
    static Services read(Optional<XmlElement> services, Optional<XmlElement> capabilities, Ports ports)
            throws DeviceException {
        var told = new EnumMap<Service, String>(Service.class);
        for (var service : services.map(s -> s.children("Service")).orElse(List.of())) {
            var known = Service.of(service.text("Namespace").orElse(""));
            known.ifPresent(k -> told.putIfAbsent(k, service.text("XAddr").orElse("")));
        }
        var all = capabilities.flatMap(c -> c.child("Capabilities"));
        for (var service : Service.values()) {
            var element = service.capability()
                    .flatMap(name -> all.flatMap(c -> c.child(name).or(() -> c.at("Extension", name))));
            element.ifPresent(
                    e -> told.merge(service, e.text("XAddr").orElse(""), (one, other) -> one.isEmpty() ? other : one));
        }
        var device = Optional.ofNullable(told.get(Service.DEVICE))
                .flatMap(Told::read)
                .filter(Told::web);
        device.ifPresent(d -> ports.inside(d.port().orElse(d.scheme().equals("https") ? 443 : 80)));
        var places = new EnumMap<Service, Place>(Service.class);
        for (var entry : told.entrySet()) {
            var address = Told.read(entry.getValue()).filter(Told::web);
            places.put(
                    entry.getKey(),
                    address.isPresent()
                            ? new Place(ports.web(address.get()), address.get().path())
                            : new Place(ports.outside(), entry.getKey().usualPath()));
        }
        if (told.isEmpty() || capabilities.isEmpty()) {
            places.putIfAbsent(Service.MEDIA, new Place(ports.outside(), Service.MEDIA.usualPath()));
        }
        boolean pull = all.flatMap(c -> c.text("Events", "WSPullPointSupport"))
                .filter(p -> p.equalsIgnoreCase("false"))
                .isEmpty();
        return new Services(places, pull);
    }
}

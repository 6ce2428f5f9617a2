package vn.matluoi.driver.onvif.internal;

import java.util.Optional;

/** One of the services of an ONVIF device. Source: ONVIF core specification 8.1.2, {@code GetServices}. */
enum Service {
    DEVICE("tds", "http://www.onvif.org/ver10/device/wsdl", "/onvif/device_service", "Device"),
    MEDIA("trt", "http://www.onvif.org/ver10/media/wsdl", "/onvif/media_service", "Media"),
    MEDIA2("tr2", "http://www.onvif.org/ver20/media/wsdl", "/onvif/media2_service", ""),
    PTZ("tptz", "http://www.onvif.org/ver20/ptz/wsdl", "/onvif/ptz_service", "PTZ"),
    EVENTS("tev", "http://www.onvif.org/ver10/events/wsdl", "/onvif/event_service", "Events"),
    DEVICE_IO("tmd", "http://www.onvif.org/ver10/deviceIO/wsdl", "/onvif/deviceIO_service", "DeviceIO"),
    SEARCH("tse", "http://www.onvif.org/ver10/search/wsdl", "/onvif/search_service", "Search"),
    REPLAY("trp", "http://www.onvif.org/ver10/replay/wsdl", "/onvif/replay_service", "Replay");

    private final String prefix;
    private final String namespace;
    private final String usualPath;
    private final String capability;

    Service(String prefix, String namespace, String usualPath, String capability) {
        this.prefix = prefix;
        this.namespace = namespace;
        this.usualPath = usualPath;
        this.capability = capability;
    }

    /** @return the prefix everybody uses for it; some firmware compares it as a string */
    String prefix() {
        return prefix;
    }

    String namespace() {
        return namespace;
    }

    /** @return where most devices have it: tried once where the device names a wrong place */
    String usualPath() {
        return usualPath;
    }

    /** @return its element in the answer to {@code GetCapabilities}; empty if it has none */
    Optional<String> capability() {
        return Optional.of(capability).filter(c -> !c.isEmpty());
    }

    static Optional<Service> of(String namespace) {
        for (var service : values()) {
            if (service.namespace.equals(namespace.strip())) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}

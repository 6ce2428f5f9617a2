package vn.matluoi.simulators.onvif;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which services a device has, and where. */
final class Offers {

    static final String DEVICE_PATH = "/onvif/device_service";
    static final String EVENT_PATH = "/onvif/event_service";

    private static final Offer DEVICE = new Offer(Namespaces.DEVICE, DEVICE_PATH, ">" + DeviceService.CAPABILITIES);
    private static final Offer MEDIA = new Offer(Namespaces.MEDIA, "/onvif/media_service", MediaService.CAPABILITIES);
    private static final Offer MEDIA2 =
            new Offer(Namespaces.MEDIA2, "/onvif/media2_service", Media2Service.CAPABILITIES);
    private static final Offer DEVICE_IO =
            new Offer(Namespaces.DEVICE_IO, "/onvif/deviceio_service", DeviceIoService.CAPABILITIES);
    private static final Offer PTZ = new Offer(Namespaces.PTZ, "/onvif/ptz_service", PtzService.CAPABILITIES);
    private static final Offer EVENTS = new Offer(Namespaces.EVENTS, EVENT_PATH, EventService.CAPABILITIES);
    private static final Offer RECORDING =
            new Offer(Namespaces.RECORDING, "/onvif/recording_service", RecordingService.RECORDING);
    private static final Offer SEARCH =
            new Offer(Namespaces.SEARCH, "/onvif/search_service", SearchService.CAPABILITIES);
    private static final Offer REPLAY = new Offer(Namespaces.REPLAY, "/onvif/replay_service", RecordingService.REPLAY);

    private Offers() {}

    /** In the order in which the answer to {@code GetCapabilities} has to name them. */
    static List<Offer> of(OnvifSettings settings) {
        List<Offer> offers = new ArrayList<>(List.of(DEVICE, EVENTS, MEDIA));
        if (settings.media2()) {
            offers.add(MEDIA2);
        }
        if (settings.movable() > 0) {
            offers.add(PTZ);
        }
        if (settings.footage()) {
            offers.addAll(List.of(RECORDING, SEARCH, REPLAY));
        }
        return List.copyOf(offers);
    }

    /** What a device without the first media service has of these; Device IO tells its sources in its stead. */
    static List<Offer> media2Only(List<Offer> offers) {
        return Stream.concat(offers.stream().filter(offer -> offer != MEDIA), Stream.of(DEVICE_IO))
                .toList();
    }

    /** The services by namespace; those of WS-BaseNotification are the event service's. */
    static Map<String, Service> services(OnvifDevice device, EventService events, Media media) {
        Map<String, Service> services = new HashMap<>();
        for (Offer offer : device.offers()) {
            services.put(
                    offer.namespace(),
                    switch (offer.namespace()) {
                        case Namespaces.DEVICE -> new DeviceService(device);
                        case Namespaces.MEDIA -> new MediaService(media);
                        case Namespaces.MEDIA2 -> new Media2Service(media);
                        case Namespaces.PTZ -> new PtzService(device);
                        case Namespaces.SEARCH -> new SearchService(device);
                        case Namespaces.EVENTS -> events;
                        default -> new RecordingService(device);
                    });
        }
        services.put(Namespaces.NOTIFICATION, events);
        services.put(Namespaces.DEVICE_IO, new DeviceIoService(media));
        return Map.copyOf(services);
    }
}

package vn.matluoi.driver.hikvision.internal;

import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * Where a camera looks: {@code AbsoluteHigh}, in tenths of a degree, zoom in tenths of a power. The ends of each range
 * are those of the device's capabilities. Elevation grows downwards.
 */
final class HikvisionPosition implements ChannelFacet.PtzPosition {

    private static final String SPACE = "AbsolutePanTiltPositionSpace";

    private final Isapi isapi;
    private final String base;
    private final Mount.Range azimuth;
    private final Mount.Range elevation;
    private final Mount.Range zoom;

    HikvisionPosition(Isapi isapi, Mount mount) {
        this.isapi = isapi;
        base = mount.base();
        azimuth = mount.range(SPACE, "XRange", new Mount.Range(0, 3600));
        elevation = mount.range(SPACE, "YRange", new Mount.Range(0, 900));
        zoom = mount.range("AbsoluteZoomPositionSpace", "ZRange", new Mount.Range(10, 320));
    }

    @Override
    public void go(Position to) throws DeviceException {
        isapi.tell(
                "PUT",
                base + "/absolute",
                "<PTZData><AbsoluteHigh><elevation>%d</elevation><azimuth>%d</azimuth><absoluteZoom>%d</absoluteZoom></AbsoluteHigh></PTZData>"
                        .formatted(
                                elevation.at((1 - to.tilt()) / 2), azimuth.at((to.pan() + 1) / 2), zoom.at(to.zoom())));
    }

    @Override
    public Optional<Position> position() throws DeviceException {
        var here = isapi.find(base + "/status", "PTZStatus").flatMap(s -> s.child("AbsoluteHigh"));
        var pan = here.flatMap(h -> number(h, "azimuth"));
        var tilt = here.flatMap(h -> number(h, "elevation"));
        if (pan.isEmpty() || tilt.isEmpty()) {
            return Optional.empty();
        }
        double in =
                here.flatMap(h -> number(h, "absoluteZoom")).map(zoom::share).orElse(0.0);
        return Optional.of(new Position(2 * azimuth.share(pan.get()) - 1, 1 - 2 * elevation.share(tilt.get()), in));
    }

    private static Optional<Double> number(XmlElement here, String name) {
        return here.text(name)
                .filter(n -> n.matches("-?\\d{1,6}(\\.\\d{1,6})?"))
                .map(Double::parseDouble);
    }
}

package vn.matluoi.driver.hikvision.internal;

import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;

/** Moves a camera: {@code PTZCtrl/channels/N/continuous}, speeds -100 to 100; three zeros stop it. */
final class HikvisionPtz implements ChannelFacet.Ptz {

    private final Isapi isapi;
    private final String path;

    HikvisionPtz(Isapi isapi, Mount mount) {
        this.isapi = isapi;
        this.path = mount.base() + "/continuous";
    }

    @Override
    public void move(double pan, double tilt, double zoom) throws DeviceException {
        send(speed(pan), speed(tilt), speed(zoom));
    }

    @Override
    public void stop() throws DeviceException {
        send(0, 0, 0);
    }

    private void send(long pan, long tilt, long zoom) throws DeviceException {
        isapi.tell(
                "PUT",
                path,
                "<PTZData><pan>%d</pan><tilt>%d</tilt><zoom>%d</zoom></PTZData>".formatted(pan, tilt, zoom));
    }

    private static long speed(double asked) {
        if (!(Math.abs(asked) <= 1)) {
            throw new IllegalArgumentException("a speed is -1 to 1");
        }
        return Math.round(asked * 100);
    }
}

package vn.matluoi.driver.dahua.internal;

import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;

/**
 * Where a head looks: {@code status.Postion} (so spelt) of {@code getStatus}, and {@code code=PositionABS}, in degrees. Its
 * tilt grows downwards, 0 is level. Zoom is 1 to 128 steps.
 */
final class DahuaPtzPosition implements ChannelFacet.PtzPosition {

    private static final double ZOOM_STEPS = 127;

    private final Cgi cgi;
    private final DahuaPtz.Heads heads;

    DahuaPtzPosition(Cgi cgi, DahuaPtz.Heads heads) {
        this.cgi = cgi;
        this.heads = heads;
    }

    @Override
    public void go(Position to) throws DeviceException {
        var head = heads.find();
        double pan = left(head) + (to.pan() + 1) / 2 * (right(head) - left(head));
        double tilt = bottom(head) - (to.tilt() + 1) / 2 * (bottom(head) - top(head));
        cgi.order("%s&code=PositionABS&arg1=%s&arg2=%s&arg3=%s"
                .formatted(
                        PtzAbility.path("start", head.channel()),
                        written(pan),
                        written(tilt),
                        written(1 + to.zoom() * ZOOM_STEPS)));
    }

    @Override
    public Optional<Position> position() throws DeviceException {
        var head = heads.find();
        var status = cgi.require(PtzAbility.path("getStatus", head.channel()), "status.");
        var pan = PtzAbility.place(status, 0);
        var tilt = PtzAbility.place(status, 1);
        var zoom = PtzAbility.place(status, 2);
        if (pan.isEmpty() || tilt.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Position(
                within(2 * (pan.get() - left(head)) / (right(head) - left(head)) - 1, -1),
                within(2 * (bottom(head) - tilt.get()) / (bottom(head) - top(head)) - 1, -1),
                within((zoom.orElse(1.0) - 1) / ZOOM_STEPS, 0)));
    }

    private static double within(double value, double least) {
        return Math.min(1, Math.max(least, Double.isNaN(value) ? 0 : value));
    }

    private static double left(PtzAbility head) {
        return head.angle("HorizontalAngle", 0, 0);
    }

    private static double right(PtzAbility head) {
        return head.angle("HorizontalAngle", 1, 360);
    }

    private static double top(PtzAbility head) {
        return head.angle("VerticalAngle", 0, 0);
    }

    private static double bottom(PtzAbility head) {
        return head.angle("VerticalAngle", 1, 90);
    }

    private static String written(double number) {
        return String.format(Locale.ROOT, "%.2f", number).replaceAll("\\.0+$", "");
    }
}

package vn.matluoi.core.internal.source;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.core.internal.supervise.Supervisor;

/** Where a camera is reached: a channel of a supervised source. */
record Place(CameraId camera, Supervisor supervisor, ChannelId channel) {

    private static final Map<Class<?>, Text> NAMES = Map.of(
            ChannelFacet.Streams.class, new Text("luồng hình", "streams"),
            ChannelFacet.Snapshots.class, new Text("ảnh tĩnh", "still pictures"),
            ChannelFacet.Ptz.class, new Text("điều khiển quay, quét, thu phóng", "pan, tilt and zoom"),
            ChannelFacet.PtzPosition.class, new Text("đưa tới một tọa độ", "positions to go to"),
            ChannelFacet.Presets.class, new Text("vị trí đặt sẵn", "presets"),
            ChannelFacet.Tours.class, new Text("tuần tra", "tours"),
            ChannelFacet.Recordings.class, new Text("tìm và xem lại bản ghi", "recorded footage"),
            ChannelFacet.Downloads.class, new Text("tải bản ghi thành tệp", "recorded footage as a file"));

    /** Work with one channel of a logged-in device. */
    @FunctionalInterface
    interface Work<T> {

        T with(Facets facets) throws DeviceException;
    }

    /** Does something with the channel, in its source's lane. */
    <T> CompletableFuture<T> ask(Work<T> work) {
        return supervisor.ask(session -> work.with(new Facets(camera, session, channel)));
    }

    /** The same at once, beside the lane: for what must not wait for a look at all channels. */
    <T> CompletableFuture<T> askBeside(Work<T> work) {
        return supervisor.askBeside(session -> work.with(new Facets(camera, session, channel)));
    }

    /** What the channel can do. */
    record Facets(CameraId camera, DeviceSession session, ChannelId channel) {

        <F extends ChannelFacet> Optional<F> find(Class<F> facet) {
            return session.facet(channel, facet);
        }

        <F extends ChannelFacet> F need(Class<F> facet) throws DeviceException.Unsupported {
            return find(facet).orElseThrow(() -> lacks(facet));
        }

        DeviceException.Unsupported lacks(Class<? extends ChannelFacet> facet) {
            var name = NAMES.get(facet);
            return new DeviceException.Unsupported(new Text(
                    "thiết bị của camera %s không cho %s".formatted(camera, name.vi()),
                    "the device of camera %s gives no %s".formatted(camera, name.en())));
        }
    }
}

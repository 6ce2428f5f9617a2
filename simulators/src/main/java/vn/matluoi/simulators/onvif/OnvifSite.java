package vn.matluoi.simulators.onvif;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import vn.matluoi.simulators.recorder.Snapshot;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.RtspServer;
import vn.matluoi.simulators.web.WebServer;

/**
 * Any number of ONVIF devices on loopback, each behind an HTTP port of its own, on a handful of threads together. Their streams
 * come from one RTSP server, whose account, lock-out and cameras are those of the device that was added first.
 */
public final class OnvifSite implements AutoCloseable {

    private final Clip clip;
    private final Clock clock;
    private final int rtspPort;
    private final Snapshot snapshot;
    private final WebServer web;
    private final ScheduledExecutorService timer;
    private final List<OnvifDevice> devices = new CopyOnWriteArrayList<>();
    private RtspServer rtsp; // guarded by this, as below
    private Discovery discovery;

    /**
     * @param rtspPort 0 for any free one
     * @param clock what lock-outs, subscriptions and the devices' own time go by
     */
    public OnvifSite(int rtspPort, Clip clip, Clock clock) throws IOException {
        this.rtspPort = rtspPort;
        this.clip = clip;
        this.clock = clock;
        snapshot = new Snapshot(clip.size());
        web = new WebServer();
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "onvif-timer");
            thread.setDaemon(true);
            return thread;
        });
        one.setRemoveOnCancelPolicy(true);
        timer = one;
    }

    /** A site by the machine's clock. */
    public static OnvifSite start(Clip clip) throws IOException {
        return new OnvifSite(0, clip, Clock.systemUTC());
    }

    /** Adds a device, which answers at once. */
    public synchronized OnvifDevice add(OnvifSettings settings, String password) throws IOException {
        OnvifDevice device = new OnvifDevice(this, settings, password);
        if (rtsp == null) {
            try {
                rtsp = new RtspServer(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), rtspPort),
                        clip,
                        device,
                        device.gate(),
                        device::fault);
            } catch (IOException e) {
                device.close();
                throw new IOException("port " + rtspPort + ": " + e.getMessage(), e);
            }
        }
        devices.add(device);
        return device;
    }

    /**
     * Answers WS-Discovery from now on, for all devices.
     *
     * @param port 0 for any free one; the standard's is 3702
     * @param multicast whether to join the standard's group on the loopback interface
     * @return the port
     */
    public synchronized int beDiscovered(int port, boolean multicast) throws IOException {
        if (discovery != null) {
            throw new IllegalStateException("it answers already");
        }
        discovery = new Discovery(port, multicast, this::devices);
        return discovery.port();
    }

    /** The devices in the order in which they were added. */
    public List<OnvifDevice> devices() {
        return List.copyOf(devices);
    }

    /** The port of the streams; 0 while there is no device. */
    public synchronized int rtspPort() {
        return rtsp == null ? 0 : rtsp.port();
    }

    /** What the RTSP side is doing; with at least one device. */
    public synchronized RtspServer.State rtsp() {
        return rtsp.state();
    }

    @Override
    public synchronized void close() throws IOException {
        timer.shutdownNow();
        web.close();
        if (discovery != null) {
            discovery.close();
        }
        if (rtsp != null) {
            rtsp.close();
        }
    }

    void forget(OnvifDevice device) {
        devices.remove(device);
    }

    Clip clip() {
        return clip;
    }

    Clock clock() {
        return clock;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    WebServer web() {
        return web;
    }

    ScheduledExecutorService timer() {
        return timer;
    }
}

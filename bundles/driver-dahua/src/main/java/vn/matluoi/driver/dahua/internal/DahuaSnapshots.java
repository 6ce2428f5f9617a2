package vn.matluoi.driver.dahua.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.Channel.Kind;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Still pictures of one channel: {@code snapshot.cgi?channel=n}, from 1, but from 0 on some cameras, so the other is
 * tried there before giving up; the one that worked is kept with the session. A refusal says little: {@code Error}, 400
 * and 500 were seen for a busy camera, a dark channel and one that speaks ONVIF to its recorder (DHI-NVR5464).
 */
final class DahuaSnapshots implements ChannelFacet.Snapshots {

    private static final int LARGEST = 8 * 1024 * 1024;

    private final DahuaSession session;
    private final DahuaStreams.Slots slot;
    private final Target target;

    DahuaSnapshots(DahuaSession session, DahuaStreams.Slots slot, Target target) {
        this.session = session;
        this.slot = slot;
        this.target = target;
    }

    @Override
    public byte[] take() throws DeviceException {
        var found = slot.find();
        try {
            if (!session.camera().tryAcquire(target.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Words.busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Words.busy();
        }
        try {
            return take(found);
        } finally {
            session.camera().release();
        }
    }

    private byte[] take(Layout.Slot found) throws DeviceException {
        for (var path : paths(found)) {
            var request = new DeviceRequest("GET", path, Optional.empty(), new byte[0], LARGEST);
            var reply = session.cgi().raw(request);
            if (isPicture(reply)) {
                session.pictureTaken(found, path);
                return reply.bytes();
            }
            var refused = Cgi.refusal(path, reply);
            if (refused.filter(r -> r.status() == 403).isPresent()) {
                throw Words.noRight();
            }
            if (refused.isPresent() && mayBeBusy(found)) {
                throw Words.busy();
            }
        }
        throw found.onvifChild()
                ? Words.onvifChild(found.channel().id().value())
                : Words.noPicture(found.channel().id().value());
    }

    /** A camera's refusal may only mean the number; a recorder's is of a camera that is there. */
    private static boolean mayBeBusy(Layout.Slot found) {
        return found.channel().kind() != Kind.SELF
                && found.channel().status() == Channel.Status.ONLINE
                && !found.onvifChild();
    }

    private List<String> paths(Layout.Slot found) {
        var paths = new ArrayList<String>();
        session.picturePath(found).ifPresent(paths::add);
        var usual = path(found.channel().number());
        if (!paths.contains(usual)) {
            paths.add(usual);
        }
        if (found.channel().kind() == Kind.SELF && paths.size() == 1) {
            paths.add(path(found.index()));
        }
        return paths;
    }

    private static String path(int channel) {
        return "/cgi-bin/snapshot.cgi?channel=" + channel;
    }

    private static boolean isPicture(DeviceReply reply) {
        var bytes = reply.bytes();
        return reply.status() >= 200
                && reply.status() < 300
                && bytes.length > 3
                && (bytes[0] & 0xff) == 0xff
                && (bytes[1] & 0xff) == 0xd8
                && (bytes[2] & 0xff) == 0xff;
    }
}

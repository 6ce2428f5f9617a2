package vn.matluoi.driver.hikvision.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;

/** The streams of one channel: {@code rtsp://host:port/Streaming/Channels/501}. */
final class HikvisionStreams implements ChannelFacet.Streams {

    private final HikvisionSession session;
    private final Slots slot;
    private final Target target;

    /** Finds the channel when it is first needed. */
    @FunctionalInterface
    interface Slots {
        Layout.Slot find() throws DeviceException;
    }

    HikvisionStreams(HikvisionSession session, Slots slot, Target target) {
        this.session = session;
        this.slot = slot;
        this.target = target;
    }

    @Override
    public List<StreamInfo> streams() throws DeviceException {
        return session.streams().of(slot.find(), session.isapi());
    }

    /**
     * A recorder says nothing of the streams of a camera that is offline: main and sub stream then have the address
     * they will have when it is back.
     */
    @Override
    public StreamAddress address(StreamKind kind) throws DeviceException {
        var found = slot.find();
        var told = streams();
        boolean there =
                told.isEmpty() ? kind != StreamKind.THIRD : told.stream().anyMatch(s -> s.kind() == kind);
        if (!there) {
            throw Words.noStream(found.channel().id().value(), kind.name());
        }
        int port = session.rtspPort();
        var path = "/Streaming/Channels/" + StreamTable.id(found, kind);
        try {
            var uri = new URI("rtsp", null, target.address().getHost(), port, path, null, null);
            return new StreamAddress(target.id(), uri, target.user(), target.secret());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("host and path were checked before", e);
        }
    }
}

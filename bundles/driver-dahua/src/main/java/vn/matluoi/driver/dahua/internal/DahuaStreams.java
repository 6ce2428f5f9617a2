package vn.matluoi.driver.dahua.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;

/** The streams of one channel: {@code rtsp://host:port/cam/realmonitor?channel=5&subtype=0}, 0 main, 1 and 2 sub. */
final class DahuaStreams implements ChannelFacet.Streams {

    private final DahuaSession session;
    private final Slots slot;
    private final Target target;

    /** Finds the channel when it is first needed. */
    @FunctionalInterface
    interface Slots {
        Layout.Slot find() throws DeviceException;
    }

    DahuaStreams(DahuaSession session, Slots slot, Target target) {
        this.session = session;
        this.slot = slot;
        this.target = target;
    }

    @Override
    public List<StreamInfo> streams() throws DeviceException {
        return session.streams().of(slot.find());
    }

    /**
     * Where the table says nothing of a channel, as of one whose camera is offline, main and sub stream have the
     * address they will have when it is back.
     */
    @Override
    public StreamAddress address(StreamKind kind) throws DeviceException {
        var found = slot.find();
        var told = session.streams().of(found);
        boolean there =
                told.isEmpty() ? kind != StreamKind.THIRD : told.stream().anyMatch(s -> s.kind() == kind);
        if (!there) {
            throw Words.noStream(found.channel().id().value(), kind.name());
        }
        int port = session.rtspPort();
        var query = "channel=%d&subtype=%d".formatted(found.channel().number(), kind.ordinal());
        try {
            var uri = new URI("rtsp", null, target.address().getHost(), port, "/cam/realmonitor", query, null);
            return new StreamAddress(target.id(), uri, target.user(), target.secret());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("host and path were checked before", e);
        }
    }
}

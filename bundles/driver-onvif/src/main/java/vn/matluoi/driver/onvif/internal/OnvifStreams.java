package vn.matluoi.driver.onvif.internal;

import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;

/** The streams of one channel: its profiles, largest first. */
final class OnvifStreams implements ChannelFacet.Streams {

    private final OnvifSession.Slots slot;
    private final Addresses addresses;

    OnvifStreams(OnvifSession.Slots slot, Addresses addresses) {
        this.slot = slot;
        this.addresses = addresses;
    }

    @Override
    public List<StreamInfo> streams() throws DeviceException {
        var found = slot.find().streams();
        var streams = new ArrayList<StreamInfo>();
        for (var kind : StreamKind.values()) {
            if (kind.ordinal() < found.size()) {
                var profile = found.get(kind.ordinal());
                streams.add(new StreamInfo(
                        kind,
                        profile.codec(),
                        profile.width(),
                        profile.height(),
                        profile.frameRate(),
                        profile.bitrateKbps(),
                        profile.audio()));
            }
        }
        return List.copyOf(streams);
    }

    @Override
    public StreamAddress address(StreamKind kind) throws DeviceException {
        return addresses.of(slot.find().stream(kind));
    }
}

package vn.matluoi.driver.onvif.internal;

import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;

/**
 * Still pictures of one channel. {@code GetSnapshotUri} may give an {@code rtsp} address, a maker's web site, or a page that says
 * 404: the picture is fetched from the source's own host, and only a JPEG counts.
 */
final class OnvifSnapshots implements ChannelFacet.Snapshots {

    private static final int LARGEST = 8 * 1024 * 1024;

    private final OnvifSession.Slots slot;
    private final Onvif onvif;

    OnvifSnapshots(OnvifSession.Slots slot, Onvif onvif) {
        this.slot = slot;
        this.onvif = onvif;
    }

    @Override
    public byte[] take() throws DeviceException {
        var found = slot.find();
        var id = found.channel().id().value();
        if (found.streams().isEmpty()) {
            throw Words.noPicture(id, "profile");
        }
        var profile = found.streams().get(0);
        var answer = uri(profile);
        var raw = answer.child("MediaUri").orElse(answer).text("Uri").orElse("");
        var told = Told.read(raw).orElseThrow(() -> Words.noPicture(id, "GetSnapshotUri"));
        if (!told.web()) {
            throw Words.noPicture(id, Clean.word(told.scheme()));
        }
        var request = new DeviceRequest("GET", told.path(), Optional.empty(), new byte[0], LARGEST);
        var reply = onvif.picture(onvif.ports().web(told), request);
        if (reply.status() == 403) {
            throw Words.noRight("GetSnapshotUri");
        }
        if (!isPicture(reply)) {
            throw Words.noPicture(
                    id,
                    Clean.word("HTTP " + reply.status() + " "
                            + reply.header("Content-Type").orElse("")));
        }
        return reply.bytes();
    }

    /** Profiles have one token in both media services: what the newer does not know, the older may. */
    private XmlElement uri(Profile profile) throws DeviceException {
        if (profile.media2()) {
            var two = onvif.find(uri(Service.MEDIA2, profile));
            if (two.isPresent() || !onvif.has(Service.MEDIA)) {
                return two.orElseThrow(() -> Words.notSupported("GetSnapshotUri", "Media2"));
            }
        }
        return onvif.ask(uri(Service.MEDIA, profile));
    }

    private static Operation uri(Service service, Profile profile) {
        return Operation.of(
                service, "GetSnapshotUri", Soap.element(service.prefix() + ":ProfileToken", profile.token()));
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

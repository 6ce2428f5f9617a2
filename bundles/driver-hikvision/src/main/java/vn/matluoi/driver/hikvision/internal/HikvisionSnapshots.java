package vn.matluoi.driver.hikvision.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Still pictures of one channel. Recorders have two paths for an IP channel: new ones refuse the first with 400
 * {@code badXmlContent}, old ones do not know the second, so the other is tried before giving up; the one that worked
 * is kept with the session.
 */
final class HikvisionSnapshots implements ChannelFacet.Snapshots {

    private static final int LARGEST = 8 * 1024 * 1024;

    private final HikvisionSession session;
    private final HikvisionStreams.Slots slot;

    HikvisionSnapshots(HikvisionSession session, HikvisionStreams.Slots slot) {
        this.session = session;
        this.slot = slot;
    }

    @Override
    public byte[] take() throws DeviceException {
        var found = slot.find();
        for (var path : paths(found)) {
            var request = new DeviceRequest("GET", path, Optional.empty(), new byte[0], LARGEST);
            var picture = picture(session.isapi().raw(request), found);
            if (picture.isPresent()) {
                session.pictureTaken(found, path);
                return picture.get();
            }
        }
        throw Words.noPicture(found.channel().id().value());
    }

    private List<String> paths(Layout.Slot found) {
        var stream = found.stream() * 100 + 1;
        var direct = "/ISAPI/Streaming/channels/%d/picture".formatted(stream);
        var proxied = "/ISAPI/ContentMgmt/StreamingProxy/channels/%d/picture".formatted(stream);
        var paths = new ArrayList<String>();
        session.picturePath(found).ifPresent(paths::add);
        for (var path : found.proxied() ? List.of(proxied, direct) : List.of(direct, proxied)) {
            if (!paths.contains(path)) {
                paths.add(path);
            }
        }
        return paths;
    }

    /** @return the JPEG; empty if this path gives none */
    private static Optional<byte[]> picture(DeviceReply reply, Layout.Slot found) throws DeviceException {
        var bytes = reply.bytes();
        boolean jpeg =
                bytes.length > 3 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8 && (bytes[2] & 0xff) == 0xff;
        if (jpeg && reply.status() >= 200 && reply.status() < 300) {
            return Optional.of(bytes);
        }
        var meaning = Isapi.readable(reply).flatMap(ResponseStatus::of).map(ResponseStatus::meaning);
        if (meaning.isEmpty()) {
            return Optional.empty(); // a page, or nothing: not a picture
        }
        return switch (meaning.get()) {
            case BUSY -> {
                if (found.channel().status() == Channel.Status.OFFLINE) {
                    yield Optional.empty(); // recorders say "device error" for a camera that is gone
                }
                throw Words.busy();
            }
            case NO_RIGHT -> throw Words.noRight();
            case NOT_ACTIVATED -> throw Words.notActivated();
            case ABSENT, OK, OTHER -> Optional.empty();
        };
    }
}

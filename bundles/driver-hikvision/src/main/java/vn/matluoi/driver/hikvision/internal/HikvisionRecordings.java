package vn.matluoi.driver.hikvision.internal;

import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.Target;

/**
 * Recorded footage of one channel. A stretch is played from {@code rtsp://host:port/Streaming/tracks/501?starttime=...};
 * the times there are the device's own wall clock although they end in {@code Z}, and the device may not stop at the last.
 */
final class HikvisionRecordings implements ChannelFacet.Recordings {

    private static final Pattern TRACK =
            Pattern.compile("(?i)^rtsp://[^/]*/(?:ISAPI/)?Streaming/tracks/(\\d{1,6})[/?].*");
    private static final Pattern FILE = Pattern.compile("[?&](name=[\\w.-]{1,100}|size=\\d{1,15})");
    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final HikvisionSession session;
    private final HikvisionStreams.Slots slot;
    private final Target target;

    HikvisionRecordings(HikvisionSession session, HikvisionStreams.Slots slot, Target target) {
        this.session = session;
        this.slot = slot;
        this.target = target;
    }

    @Override
    public List<Recording> search(Instant from, Instant to) throws DeviceException {
        return session.footage(true).search(track(), from, to);
    }

    /** The host is the source's, the port that of live streams; a part of a stretch may be asked for, too. */
    @Override
    public StreamAddress playback(Recording recording) throws DeviceException {
        var footage = session.footage(false);
        var told = TRACK.matcher(recording.reference());
        var path = "/Streaming/tracks/" + (told.matches() ? told.group(1) : String.valueOf(track()));
        var query = new StringBuilder("starttime=")
                .append(WALL.format(footage.wall(recording.from())))
                .append("&endtime=")
                .append(WALL.format(footage.wall(recording.to())));
        FILE.matcher(recording.reference()).results().forEach(r -> query.append('&')
                .append(r.group(1)));
        var host = target.address().getHost();
        var uri = URI.create("rtsp://%s:%d%s?%s".formatted(host, session.rtspPort(), path, query));
        return new StreamAddress(target.id(), uri, target.user(), target.secret());
    }

    private int track() throws DeviceException {
        return slot.find().stream() * 100 + 1;
    }
}

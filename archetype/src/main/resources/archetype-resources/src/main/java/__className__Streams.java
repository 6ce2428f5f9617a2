package ${package};

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;

/**
 * The streams of one channel. The device tells an address; host and port of it are a claim: the host is always the one the
 * source was set up with, the port its option {@code rtsp.port} where there is one.
 */
final class ${className}Streams implements ChannelFacet.Streams {

    static final String RTSP_PORT = "rtsp.port";

    private static final int USUAL_PORT = 554;

    private final Row row;
    private final Target target;

    /** Finds the channel when it is first needed. */
    @FunctionalInterface
    interface Row {
        KeyValues find() throws DeviceException;
    }

    ${className}Streams(Row row, Target target) {
        this.row = row;
        this.target = target;
    }

    @Override
    public List<StreamInfo> streams() throws DeviceException {
        var told = row.find();
        var streams = new ArrayList<StreamInfo>();
        for (var kind : StreamKind.values()) {
            var key = key(kind);
            if (told.get(key).isPresent()) {
                var size = told.get(key + ".size").orElse("").split("x", 2);
                streams.add(new StreamInfo(
                        kind,
                        told.get(key + ".codec").orElse(""),
                        number(size[0]),
                        number(size[size.length - 1]),
                        told.number(key + ".fps"),
                        told.number(key + ".kbps"),
                        told.get(key + ".audio").filter("true"::equals).isPresent()));
            }
        }
        return streams;
    }

    @Override
    public StreamAddress address(StreamKind kind) throws DeviceException {
        var told = row.find().get(key(kind)).orElseThrow(() -> Words.noStream(key(kind)));
        try {
            var claim = new URI(told);
            if (!"rtsp".equalsIgnoreCase(claim.getScheme()) || claim.getPath() == null) {
                throw Words.noAddress(told);
            }
            var host = target.address().getHost();
            var uri = new URI("rtsp", null, host, port(claim.getPort()), claim.getPath(), claim.getQuery(), null);
            return new StreamAddress(target.id(), uri, target.user(), target.secret());
        } catch (URISyntaxException e) {
            throw Words.noAddress(told);
        }
    }

    private int port(int told) throws DeviceException {
        var option = Optional.ofNullable(target.options().get(RTSP_PORT)).filter(o -> !o.isBlank());
        if (option.isPresent()) {
            int port = number(option.get().strip());
            if (port < 1 || port > 65_535) {
                throw Words.badOption(RTSP_PORT, option.get(), "1–65535");
            }
            return port;
        }
        return told < 1 || told > 65_535 ? USUAL_PORT : told;
    }

    private static String key(StreamKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static int number(String word) {
        return word.matches("[0-9]{1,5}") ? Integer.parseInt(word) : 0;
    }
}

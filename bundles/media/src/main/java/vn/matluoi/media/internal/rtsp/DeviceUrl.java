package vn.matluoi.media.internal.rtsp;

import java.net.URI;
import java.util.Optional;

/**
 * Addresses of a device, always with the host and port we were told to connect to: what the device itself says there
 * is a claim and is never followed (rule 10). Path and query are the device's.
 */
public final class DeviceUrl {

    private static final int LONGEST = 2048;

    private final String origin;
    private final String start;

    /**
     * @param address where the stream is
     * @throws MalformedRtsp if it is not an {@code rtsp} address with a host
     */
    public DeviceUrl(URI address) throws MalformedRtsp {
        if (!"rtsp".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
            throw new MalformedRtsp("the stream's address is not of the form rtsp://host/path");
        }
        this.origin = "rtsp://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
        this.start = origin + pathOf(checked(address.toASCIIString()));
    }

    /** @return the address to describe */
    public String start() {
        return start;
    }

    /**
     * @param contentBase the header of that name, or {@code Content-Location}
     * @return what relative addresses in the description are relative to
     */
    public String base(Optional<String> contentBase) throws MalformedRtsp {
        return contentBase.isPresent() ? absolute(contentBase.get(), start) : start;
    }

    /**
     * Where a track, or all of them, is set up. Relative addresses are appended, not resolved, since the bases of
     * devices end in a query (Dahua: {@code …?channel=1&subtype=1/}).
     *
     * @param control the value of {@code a=control}; {@code *} means the base itself
     */
    public String control(String base, Optional<String> control) throws MalformedRtsp {
        var text = control.map(String::strip).orElse("*");
        if (text.isEmpty() || "*".equals(text)) {
            return base;
        }
        return absolute(text, base);
    }

    private String absolute(String text, String base) throws MalformedRtsp {
        var address = checked(text.strip());
        if (address.regionMatches(true, 0, "rtsp://", 0, 7)) {
            return origin + pathOf(address);
        }
        if (address.contains("://")) {
            throw new MalformedRtsp("the description points at another protocol");
        }
        if (address.startsWith("/")) {
            return origin + address;
        }
        return checked(base.endsWith("/") ? base + address : base + "/" + address);
    }

    private static String pathOf(String address) {
        var from = "rtsp://".length();
        for (var i = from; i < address.length(); i++) {
            if (address.charAt(i) == '/' || address.charAt(i) == '?') {
                return address.substring(i);
            }
        }
        return "/";
    }

    private static String checked(String address) throws MalformedRtsp {
        if (address.length() > LONGEST || !address.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new MalformedRtsp("an address holds blanks or control characters, or is too long");
        }
        return address;
    }

    @Override
    public String toString() {
        return "a device's address";
    }
}

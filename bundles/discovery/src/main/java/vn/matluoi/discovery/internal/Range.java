package vn.matluoi.discovery.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/** The addresses of an IPv4 range, without its network and broadcast address. */
final class Range {

    /** Shortest prefix: 4,096 addresses. */
    static final int SHORTEST = 20;

    private static final Pattern CIDR =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

    private Range() {}

    /** @throws HubException {@code INVALID} saying what a range looks like */
    static List<InetAddress> addresses(String range) {
        var cidr = CIDR.matcher(range.strip());
        if (!cidr.matches()) {
            throw wrong();
        }
        int prefix = cidr.group(5) == null ? 32 : Integer.parseInt(cidr.group(5));
        long base = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(cidr.group(i));
            if (part > 255) {
                throw wrong();
            }
            base = base << 8 | part;
        }
        if (prefix < SHORTEST || prefix > 32) {
            throw wrong();
        }
        long size = 1L << 32 - prefix;
        long first = base & -size;
        var addresses = new ArrayList<InetAddress>();
        for (long n = first; n < first + size; n++) {
            if (size <= 2 || n != first && n != first + size - 1) {
                addresses.add(address(n));
            }
        }
        return addresses;
    }

    private static InetAddress address(long number) {
        try {
            return Inet4Address.getByAddress(
                    new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HubException wrong() {
        var text = new Text(
                "Dải địa chỉ viết như 10.20.30.0/24, từ /20 đến /32 (nhiều nhất 4096 địa chỉ).",
                "A range is written as 10.20.30.0/24, from /20 to /32 (at most 4,096 addresses).");
        return new HubException(
                Reason.INVALID, "discovery.range", text, List.of(new FieldError("range", "discovery.range", text)));
    }
}

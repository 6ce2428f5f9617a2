package vn.matluoi.http.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network, as {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a network of one.
 *
 * @param prefix leading bits that count
 */
record Cidr(byte[] network, int prefix) {

    /** @throws Miswritten saying what is wrong, if it is not a network */
    static Cidr parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length > 2 || !Literals.isAddress(parts[0])) {
            throw notANetwork(text);
        }
        try {
            var network = InetAddress.getByName(parts[0]).getAddress();
            int bits = network.length * 8;
            if (parts.length == 2 && !parts[1].matches("\\d{1,3}")) {
                throw new Miswritten(
                        "'%s': sau dấu gạch chéo phải là số bit".formatted(text),
                        "'%s': after the slash stands a number of bits".formatted(text));
            }
            int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
            if (prefix > bits) {
                throw new Miswritten(
                        "'%s': nhiều nhất %d bit".formatted(text, bits), "'%s': at most %d bits".formatted(text, bits));
            }
            var cidr = new Cidr(network, prefix);
            if (!Arrays.equals(cidr.masked(), network)) {
                var meant = InetAddress.getByAddress(cidr.masked()).getHostAddress();
                throw new Miswritten(
                        "'%s' còn bit khác 0 sau %d bit đầu; có phải là %s/%d?".formatted(text, prefix, meant, prefix),
                        "'%s' has bits set behind its first %d; did you mean %s/%d?"
                                .formatted(text, prefix, meant, prefix));
            }
            return cidr;
        } catch (UnknownHostException e) {
            throw notANetwork(text);
        }
    }

    private static Miswritten notANetwork(String text) {
        return new Miswritten(
                "'%s' không phải một mạng như 10.0.0.0/8".formatted(text),
                "'%s' is not a network such as 10.0.0.0/8".formatted(text));
    }

    private byte[] masked() {
        var masked = network.clone();
        for (int bit = prefix; bit < network.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return masked;
    }

    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** @return whether it lies wholly within another */
    boolean within(Cidr other) {
        try {
            return prefix >= other.prefix && other.contains(InetAddress.getByAddress(network));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** @return whether it is one address */
    boolean single() {
        return prefix == network.length * 8;
    }
}

package vn.matluoi.http.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Where devices send to the hub, as they see it.
 *
 * @param base {@code http://host:port}, without a path
 */
record PushPlace(URI base) {

    /**
     * @param anyPort whether port 0 may be asked for, which is any that is free: no device could be told of it before
     * @throws Miswritten saying what is wrong
     */
    static PushPlace parse(String text, boolean anyPort) {
        try {
            var uri = new URI(text.strip());
            var host = String.valueOf(uri.getHost());
            boolean plain = !uri.isOpaque()
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            boolean known = Literals.isAddress(host) || Literals.isName(host) && !Literals.isDisguised(host);
            int least = anyPort ? 0 : 1;
            boolean port = uri.getPort() >= least && uri.getPort() <= 65535;
            if ("http".equals(uri.getScheme()) && plain && known && port && isSomebodys(host)) {
                return new PushPlace(new URI("http://" + host + ":" + uri.getPort()));
            }
        } catch (URISyntaxException e) {
            throw notOne(text);
        }
        throw notOne(text);
    }

    /** @return false for what is sent to all or to nobody; names are taken as they are */
    private static boolean isSomebodys(String host) {
        if (!Literals.isAddress(host)) {
            return true;
        }
        try {
            var address = InetAddress.getByName(host);
            return !address.isAnyLocalAddress() && !address.isMulticastAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Miswritten notOne(String text) {
        return new Miswritten(
                "'%s' không có dạng http://ĐỊA-CHỈ-MÁY-CHỦ:CỔNG, ví dụ http://10.1.2.3:8480".formatted(text),
                "'%s' is not of the form http://HOST:PORT, as http://10.1.2.3:8480".formatted(text));
    }

    /** @return the address itself if this machine has it; every one of this machine if a router or a name stands between */
    InetSocketAddress socket() {
        int port = base.getPort();
        try {
            if (Literals.isAddress(base.getHost())) {
                var address = InetAddress.getByName(base.getHost());
                if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
                    return new InetSocketAddress(address, port);
                }
            }
            return new InetSocketAddress(port);
        } catch (UnknownHostException | SocketException e) {
            return new InetSocketAddress(port);
        }
    }

    /** @return the same with the port that was opened, where any free one was asked for */
    PushPlace on(int port) {
        return base.getPort() == port ? this : new PushPlace(URI.create("http://" + base.getHost() + ":" + port));
    }
}

package vn.matluoi.media.internal.relay;

import java.net.InetSocketAddress;
import vn.matluoi.api.driver.StreamAddress;

/**
 * A stream that may be connected to.
 *
 * @param address where it is and how to log in
 * @param socket the only address to connect to: the allow-list was asked about this one
 */
record Located(StreamAddress address, InetSocketAddress socket) {

    @Override
    public String toString() {
        return address.toString();
    }
}

package vn.matluoi.http.internal;

import java.net.InetSocketAddress;

/**
 * Where wires go: resolved once, and connected to by address from then on.
 *
 * @param host as configured, for the Host header
 * @param address resolved and allowed
 */
record Endpoint(boolean tls, String host, int port, InetSocketAddress address) {

    /** @return host and port, as a person would write them */
    String where() {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /** @return the Host header: without the port where the scheme says it */
    String hostHeader() {
        boolean usual = port == (tls ? 443 : 80);
        return usual ? where().substring(0, where().lastIndexOf(':')) : where();
    }
}

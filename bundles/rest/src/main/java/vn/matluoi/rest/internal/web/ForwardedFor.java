package vn.matluoi.rest.internal.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Gives a request that a proxy of ours passed on the address of whom it speaks for, so that rate, throttle and audit log
 * tell people apart. From anybody else {@code X-Forwarded-For} is a claim, and not read.
 */
final class ForwardedFor implements HttpConfiguration.Customizer {

    private static final String HEADER = "X-Forwarded-For";

    private final Set<InetAddress> proxies;

    ForwardedFor(Set<InetAddress> proxies) {
        this.proxies = proxies;
    }

    @Override
    public void customize(Connector connector, HttpConfiguration configuration, Request request) {
        var from = request.getHttpChannel().getRemoteAddress();
        if (from == null || !proxies.contains(from.getAddress())) {
            return;
        }
        var hops =
                String.join(",", request.getHttpFields().getValuesList(HEADER)).split(",");
        // each proxy adds whom it heard from at the end; what stands before the first that is not ours is hearsay
        for (var i = hops.length - 1; i >= 0; i--) {
            var hop = WebSettings.address(hops[i].strip());
            if (hop.isEmpty()) {
                return;
            }
            if (!proxies.contains(hop.get())) {
                request.setRemoteAddr(new InetSocketAddress(hop.get(), 0));
                return;
            }
        }
    }
}

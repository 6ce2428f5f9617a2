package vn.matluoi.rest.internal.web;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;

/**
 * Headers of every answer the web server gives, whoever made it: servlets, files, error pages. Hawtio brings its own
 * Content-Security-Policy. Source: OWASP Secure Headers Project; RFC 6797 (HSTS).
 */
public final class SecurityHeaders implements HttpConfiguration.Customizer {

    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'";

    /**
     * Keeps the web server's name and version out of its answers. To be called before the first connection: one that is
     * open already goes on telling.
     */
    public static void hideVersion(Server server) {
        for (var connector : server.getConnectors()) {
            for (var factory : connector.getConnectionFactories()) {
                if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                    http.getHttpConfiguration().setSendServerVersion(false);
                    http.getHttpConfiguration().setSendXPoweredBy(false);
                }
            }
        }
    }

    @Override
    public void customize(Connector connector, HttpConfiguration configuration, Request request) {
        var headers = request.getResponse().getHttpFields();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        if (request.isSecure()) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        if (!String.valueOf(request.getRequestURI()).startsWith("/hawtio")) {
            headers.put("Content-Security-Policy", POLICY);
        }
    }
}

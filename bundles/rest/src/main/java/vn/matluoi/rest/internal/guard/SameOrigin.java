package vn.matluoi.rest.internal.guard;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * Keeps other sites from acting through a browser that is logged in here (cross-site request forgery). A browser says
 * where a request comes from ({@code Sec-Fetch-Site}, {@code Origin}); a request with a session's cookie that says
 * neither must carry {@value #HEADER}, which no other site can set.
 */
final class SameOrigin {

    static final String HEADER = "X-Matluoi-Request";

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private SameOrigin() {}

    /** @throws HubException {@code FORBIDDEN} if another site is, or may be, behind the request */
    static void require(HttpServletRequest request, boolean withCookie) {
        if (READING.contains(request.getMethod())) {
            return;
        }
        var site = request.getHeader("Sec-Fetch-Site");
        var origin = request.getHeader("Origin");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw refusal();
        }
        if (origin != null && !origin.equalsIgnoreCase(own(request))) {
            throw refusal();
        }
        var said = "same-origin".equals(site) || origin != null || request.getHeader(HEADER) != null;
        if (withCookie && !said) {
            throw refusal();
        }
    }

    /** @return this hub as the browser addressed it */
    private static String own(HttpServletRequest request) {
        var host = request.getHeader("Host");
        return request.getScheme() + "://"
                + (host == null ? request.getServerName() : withoutDefaultPort(request, host));
    }

    private static String withoutDefaultPort(HttpServletRequest request, String host) {
        var standard = request.isSecure() ? 443 : 80;
        try {
            var uri = URI.create(request.getScheme() + "://" + host.toLowerCase(Locale.ROOT));
            return uri.getPort() == standard ? uri.getHost() : host;
        } catch (IllegalArgumentException odd) {
            return host;
        }
    }

    private static HubException refusal() {
        return new HubException(
                HubException.Reason.FORBIDDEN,
                "session.cross-site",
                new Text(
                        "Yêu cầu thay đổi phải đến từ chính trang này; chương trình dùng cookie hãy gửi kèm tiêu đề "
                                + HEADER + ": 1.",
                        "A change must come from this very site; a program with a cookie sends the header " + HEADER
                                + ": 1."));
    }
}

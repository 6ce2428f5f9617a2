package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.json.Json;
import vn.matluoi.rest.internal.problem.Language;
import vn.matluoi.rest.internal.problem.Problem;

/** Problems of servlets and filters, outside JAX-RS. */
final class Problems {

    private static final long SOON = 5; // seconds

    private Problems() {}

    static void send(
            HttpServletRequest request, HttpServletResponse response, Problem.Kind kind, String rule, Text detail)
            throws IOException {
        var locale = Language.of(request.getHeader("Accept-Language"));
        send(response, Problem.of(kind, detail, rule, List.of(), locale), SOON);
    }

    static void send(HttpServletRequest request, HttpServletResponse response, HubException refusal)
            throws IOException {
        var after = refusal instanceof HubException.Later later ? later.seconds() : SOON;
        send(response, Problem.of(refusal, Language.of(request.getHeader("Accept-Language"))), after);
    }

    private static void send(HttpServletResponse response, Problem problem, long after) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept-Language");
        if (problem.status() == 429 || problem.status() == 503) {
            response.setHeader("Retry-After", String.valueOf(after));
        }
        var body = Json.bytes(problem);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}

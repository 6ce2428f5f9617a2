package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.json.Json;
import vn.matluoi.rest.internal.problem.Language;
import vn.matluoi.rest.internal.problem.Problem;

/** Problems of servlets and filters, outside JAX-RS. */
final class Problems {

    private Problems() {}

    static void send(
            HttpServletRequest request, HttpServletResponse response, Problem.Kind kind, String rule, Text detail)
            throws IOException {
        var locale = Language.of(request.getHeader("Accept-Language"));
        send(response, Problem.of(kind, detail, rule, List.of(), locale), Optional.empty());
    }

    static void send(HttpServletRequest request, HttpServletResponse response, HubException refusal)
            throws IOException {
        var locale = Language.of(request.getHeader("Accept-Language"));
        send(response, Problem.of(refusal, locale), Optional.of(refusal));
    }

    private static void send(HttpServletResponse response, Problem problem, Optional<HubException> cause)
            throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept-Language");
        problem.retryAfter(cause).ifPresent(seconds -> response.setHeader("Retry-After", String.valueOf(seconds)));
        var body = Json.bytes(problem);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}

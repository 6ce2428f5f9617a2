package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import vn.matluoi.api.health.Readiness;
import vn.matluoi.rest.internal.json.Json;
import vn.matluoi.rest.internal.problem.Problem;
import vn.matluoi.rest.internal.problem.ProblemMapper;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: 200 when every part works, else 503 with what does
 * not. Without log-in, for those who watch over the hub.
 */
final class HealthServlet extends ReadingServlet {

    private static final long serialVersionUID = 1L;

    private final transient Readiness readiness;

    HealthServlet(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var path = String.valueOf(request.getPathInfo());
        if (path.equals("/live")) {
            send(response, 200, new Live(true));
        } else if (path.equals("/ready")) {
            var answer = readiness.ask();
            send(response, answer.ready() ? 200 : 503, Ready.of(answer));
        } else {
            Problems.send(request, response, Problem.Kind.NOT_FOUND, "http.path", ProblemMapper.NO_SUCH_PATH);
        }
    }

    private static void send(HttpServletResponse response, int status, Object body) throws IOException {
        var json = Json.bytes(body);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    /** In both languages: whoever mends it at night may read either. */
    record Ready(boolean ready, List<Check> checks) {

        record Check(String name, boolean healthy, String vi, String en) {}

        static Ready of(Readiness.Answer answer) {
            return new Ready(
                    answer.ready(),
                    answer.checks().stream()
                            .map(check -> new Check(
                                    check.name(),
                                    check.healthy(),
                                    check.detail().vi(),
                                    check.detail().en()))
                            .toList());
        }
    }

    /** The process answers. */
    record Live(boolean live) {}
}

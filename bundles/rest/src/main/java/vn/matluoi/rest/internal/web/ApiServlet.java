package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.guard.BoundedRequest;
import vn.matluoi.rest.internal.problem.Problem;
import vn.matluoi.rest.internal.problem.ProblemMapper;

/**
 * CXF on a servlet of our own. What CXF would answer in its own way, it never sees: other paths than the published one,
 * other methods, and a method hidden in a header.
 */
final class ApiServlet extends CXFNonSpringServlet {

    private static final long serialVersionUID = 1L;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

    private final transient LongSupplier nanos;

    /** @param nanos a monotonic clock */
    ApiServlet(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void service(ServletRequest req, ServletResponse res) throws ServletException, IOException {
        var request = (HttpServletRequest) req;
        var response = (HttpServletResponse) res;
        var path = String.valueOf(request.getPathInfo());
        if (!path.startsWith("/v1/")) {
            Problems.send(request, response, Problem.Kind.NOT_FOUND, "http.path", ProblemMapper.NO_SUCH_PATH);
        } else if (!METHODS.contains(request.getMethod()) || request.getHeader("X-HTTP-Method-Override") != null) {
            response.setHeader("Allow", "GET, HEAD, POST, PUT, DELETE");
            Problems.send(
                    request,
                    response,
                    Problem.Kind.METHOD,
                    "http.method",
                    new Text("Không nhận phương thức này.", "This method is not taken."));
        } else {
            super.service(new BoundedRequest(request, nanos), res);
        }
    }
}

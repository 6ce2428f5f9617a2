package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.util.Set;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.problem.Problem;

/** A servlet that is only read. Other methods get a problem, not the web server's own page. */
abstract class ReadingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Set<String> READING = Set.of("GET", "HEAD");

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (READING.contains(request.getMethod())) {
            super.service(request, response);
        } else {
            response.setHeader("Allow", "GET, HEAD");
            Problems.send(
                    request,
                    response,
                    Problem.Kind.METHOD,
                    "http.method",
                    new Text("Địa chỉ này chỉ để đọc.", "This address is only read."));
        }
    }
}

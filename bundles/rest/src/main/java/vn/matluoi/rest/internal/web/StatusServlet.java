package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.problem.Problem;
import vn.matluoi.rest.internal.problem.ProblemMapper;

/**
 * {@code /}: a plain page that says where things are, in Vietnamese and English. It holds nothing that needs log-in.
 * Every other address that nobody serves ends here, as a problem.
 */
final class StatusServlet extends ReadingServlet {

    private static final long serialVersionUID = 1L;

    private final transient Services services;
    private final String page = text("status.html");
    private final String style = text("status.css");

    StatusServlet(Services services) {
        this.services = services;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getRequestURI()) {
            case "/" -> send(response, "text/html; charset=utf-8", filled(request));
            case "/status.css" -> send(response, "text/css; charset=utf-8", style);
            default ->
                Problems.send(request, response, Problem.Kind.NOT_FOUND, "http.path", ProblemMapper.NO_SUCH_PATH);
        }
    }

    private String filled(HttpServletRequest request) {
        var host = request.getServerName().replaceAll("[^A-Za-z0-9.:\\[\\]-]", "");
        return page.replace("{base}", "https://" + host + ":" + request.getServerPort())
                .replace("{rtsp}", rtsp())
                .replace("{ssh}", String.valueOf(Integer.getInteger("matluoi.port.ssh", 8101)));
    }

    private String rtsp() {
        return services.find(LiveTickets.class)
                .map(tickets -> tickets.base().toString())
                .orElse("chưa chạy / not running");
    }

    private static void send(HttpServletResponse response, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String text(String name) {
        try (var file = StatusServlet.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package vn.matluoi.simulators.replay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import vn.matluoi.simulators.login.Digest.Algorithm;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.login.LoginGate;
import vn.matluoi.simulators.login.Verdict;
import vn.matluoi.simulators.web.Answer;
import vn.matluoi.simulators.web.RequestCounts;
import vn.matluoi.simulators.web.WebReply;
import vn.matluoi.simulators.web.WebRequest;
import vn.matluoi.simulators.web.WebServer;

/**
 * A device of the Hikvision family that answers what a real one answered, with its true refusals, behind digest log-in
 * and lock-out. A path that was never asked then is 404. Safe for any thread.
 */
public final class ReplayDevice implements AutoCloseable {

    private final Map<String, Capture> captures;
    private final LoginGate gate;
    private final WebServer web;
    private final WebServer.Door door;
    private final RequestCounts requests = new RequestCounts();

    /**
     * Listens at once.
     *
     * @param folder with an {@code INDEX.tsv}: status, path, file
     * @param port 0 for any free one
     * @throws IOException if the index is not one, or the port is taken
     */
    public ReplayDevice(Path folder, int port, String user, String password, Clock clock) throws IOException {
        captures = Capture.index(folder);
        gate = new LoginGate("IP Camera(00000)", List.of(Algorithm.MD5), user, password, clock);
        web = new WebServer();
        try {
            door = web.listen(new InetSocketAddress("127.0.0.1", port), this::handle);
        } catch (IOException e) {
            web.close();
            throw e;
        }
    }

    /** The address of its web interface. */
    public String address() {
        return "http://127.0.0.1:" + door.port();
    }

    /** Log-ins by account name, as the device itself counted them. */
    public Map<String, LoginCount> logins() {
        return gate.counts();
    }

    /** Requests by method and path. */
    public Map<String, Long> requests() {
        return requests.sums();
    }

    @Override
    public void close() throws IOException {
        web.close();
    }

    private void handle(WebRequest request, Answer answer) {
        requests.count(request.method() + ' ' + request.path());
        Verdict verdict = gate.judge(
                request.peer(),
                request.method(),
                request.target(),
                request.headers().get("authorization"));
        answer.send(verdict.accepted() ? replay(request) : refuse(verdict));
    }

    private WebReply replay(WebRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return refusal(405, request.path());
        }
        Capture capture = captures.getOrDefault(request.target(), captures.get(request.path()));
        if (capture == null) {
            return refusal(404, request.path());
        }
        if (capture.file() == null) {
            return capture.status() == 200
                    ? WebReply.text(200, "application/xml", "")
                    : refusal(capture.status(), request.path());
        }
        try {
            return WebReply.of(capture.status(), capture.contentType(), Files.readAllBytes(capture.file()));
        } catch (IOException e) {
            System.err.println(capture.file() + ": " + e.getMessage());
            return refusal(500, request.path());
        }
    }

    private WebReply refuse(Verdict verdict) {
        boolean locked = verdict.outcome() == Verdict.Outcome.LOCKED;
        return WebReply.text(
                        401,
                        "application/xml",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<userCheck>\r\n<statusValue>401</statusValue>\r\n"
                                + "<statusString>Unauthorized</statusString>\r\n<isActivated>true</isActivated>\r\n"
                                + "<lockStatus>" + (locked ? "lock" : "unlock") + "</lockStatus>\r\n<unlockTime>"
                                + verdict.unlockSeconds() + "</unlockTime>\r\n<retryLoginTime>"
                                + verdict.retriesLeft() + "</retryLoginTime>\r\n</userCheck>\r\n")
                .with(gate.challenges(verdict.outcome() == Verdict.Outcome.STALE, true).stream()
                        .map(value -> "WWW-Authenticate: " + value)
                        .toList());
    }

    /** {@code ResponseStatus} of ISAPI, as the family says no with that status. */
    private static WebReply refusal(int status, String url) {
        String sub =
                switch (status) {
                    case 400 -> "badParameters";
                    case 401 -> "unauthorized";
                    case 403 -> "notSupport";
                    case 404 -> "invalidOperation";
                    case 405 -> "methodNotAllowed";
                    case 503 -> "deviceBusy";
                    default -> "deviceError";
                };
        int code = status == 400 ? 6 : status == 503 ? 2 : status >= 500 ? 3 : 4;
        String text = code == 6
                ? "Invalid XML Content"
                : code == 2 ? "Device Busy" : code == 3 ? "Device Error" : "Invalid Operation";
        String safe = url.replace("&", "&amp;").replace("<", "&lt;");
        return WebReply.text(
                status,
                "application/xml; charset=\"UTF-8\"",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<ResponseStatus version=\"2.0\""
                        + " xmlns=\"http://www.isapi.org/ver20/XMLSchema\">\r\n<requestURL>" + safe
                        + "</requestURL>\r\n<statusCode>" + code + "</statusCode>\r\n<statusString>" + text
                        + "</statusString>\r\n<subStatusCode>" + sub + "</subStatusCode>\r\n</ResponseStatus>\r\n");
    }
}

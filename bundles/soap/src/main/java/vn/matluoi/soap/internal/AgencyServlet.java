package vn.matluoi.soap.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.ProgramLogin;
import vn.matluoi.api.route.DeliverySignature;

/**
 * The door: {@code /soap/agency}. Proves who is asking before it reads, and reads no more than a message may have; what is no message of
 * SOAP, CXF never sees, and neither what proves the caller. {@code GET ?wsdl} answers with the contract.
 */
final class AgencyServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    static final String PATTERN = "/soap/*";

    /** A whole message, however its bytes trickle in. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final String SOON = "5"; // seconds
    private static final String PATH = "/agency";

    private final transient ProgramLogin login;
    private final transient MessageServer messages;
    private final transient MessageTally tally;
    private final transient LongSupplier nanos;
    private final transient InstantSource clock;
    private final String contract;

    /**
     * @param nanos a monotonic clock
     * @param clock by which signatures are judged
     */
    AgencyServlet(
            ProgramLogin login, MessageServer messages, MessageTally tally, LongSupplier nanos, InstantSource clock)
            throws IOException {
        this.login = login;
        this.messages = messages;
        this.tally = tally;
        this.nanos = nanos;
        this.clock = clock;
        try (var wsdl = AgencyServlet.class.getResourceAsStream("agency.wsdl")) {
            contract = new String(wsdl.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What answers a message. */
    interface MessageServer {

        /** @throws HubException if it cannot now */
        void answer(ServletConfig config, SoapRequest request, HttpServletResponse response) throws IOException;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        var version = Version.of(request.getContentType());
        try {
            if (!PATH.equals(request.getPathInfo())) {
                throw new HubException(
                        Reason.NOT_FOUND,
                        "http.path",
                        new Text("Chỉ có địa chỉ /soap/agency.", "There is /soap/agency and nothing else."));
            }
            var caller = caller(request);
            if ("GET".equals(request.getMethod()) && "wsdl".equalsIgnoreCase(request.getQueryString())) {
                contract(request, response);
            } else {
                requireMessage(request, version.isPresent());
                var body = body(request);
                var signature = verified(request, body);
                messages.answer(getServletConfig(), new SoapRequest(request, caller, body, signature), response);
            }
        } catch (RuntimeException failure) {
            var refusal = Refusals.of(failure);
            tally.refused(MessageTally.NONE, refusal);
            refuse(request, response, version.orElse(Version.ONE_ONE), refusal);
        }
    }

    private Caller caller(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() != 1) {
            throw new HubException(
                    Reason.UNAUTHENTICATED,
                    "session.none",
                    new Text(
                            "Hãy đăng nhập bằng một tiêu đề Authorization: HTTP Basic hoặc khóa API.",
                            "Log in with one Authorization header: HTTP Basic or an API key."));
        }
        return login.prove(headers.get(0), request.getRemoteAddr());
    }

    private static void requireMessage(HttpServletRequest request, boolean isSoap) {
        if (!"POST".equals(request.getMethod())) {
            throw Refusals.invalid(
                    "http.method",
                    "Gửi thông điệp bằng POST; hợp đồng ở /soap/agency?wsdl.",
                    "Send messages by POST; the contract is at /soap/agency?wsdl.");
        }
        if (request.getQueryString() != null) {
            throw Refusals.invalid(
                    "http.query", "Địa chỉ của thông điệp không có phần ?….", "A message's address has no query.");
        }
        if (!isSoap || Collections.list(request.getHeaders("Content-Type")).size() != 1) {
            throw Refusals.invalid(
                    "http.content-type",
                    "Content-Type phải là text/xml (SOAP 1.1) hoặc application/soap+xml (SOAP 1.2); không nhận tệp kèm (MTOM).",
                    "Content-Type must be text/xml (SOAP 1.1) or application/soap+xml (SOAP 1.2); attachments (MTOM) are not taken.");
        }
        var packed = request.getHeader("Content-Encoding");
        if (packed != null && !packed.strip().equalsIgnoreCase("identity")) {
            throw Refusals.invalid(
                    "http.content-encoding", "Không nhận nội dung nén.", "Compressed bodies are not taken.");
        }
        if (request.getContentLengthLong() > Xml.MOST_BYTES) {
            throw tooLarge();
        }
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        var begun = nanos.getAsLong();
        var bytes = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try {
            var in = request.getInputStream();
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (bytes.size() > Xml.MOST_BYTES) {
                    throw tooLarge();
                }
                if (nanos.getAsLong() - begun > LONGEST.toNanos()) {
                    throw Refusals.invalid(
                            "body.slow",
                            "Thông điệp đến chậm hơn " + LONGEST.toSeconds() + " giây.",
                            "The message took longer than " + LONGEST.toSeconds() + " seconds to come.");
                }
            }
        } catch (IllegalStateException | IOException broken) { // Jetty says it by either
            throw Refusals.invalid(
                    "body.broken",
                    "Nội dung yêu cầu bị hỏng hoặc đứt quãng.",
                    "The body of the request is malformed or breaks off.");
        }
        return bytes.toByteArray();
    }

    /** @return the signature of that body; empty if it has none. One that is wrong is refused before CXF sees the message */
    private Optional<DeliverySignature> verified(HttpServletRequest request, byte[] body) throws IOException {
        var signature = DeliverySignature.of(
                request.getHeader(DeliverySignature.ID),
                request.getHeader(DeliverySignature.TIMESTAMP),
                request.getHeader(DeliverySignature.SIGNATURE));
        if (signature.isPresent()) {
            signature.get().verify(request.getHeader("Authorization"), new ByteArrayInputStream(body), clock.instant());
        }
        return signature;
    }

    private static HubException tooLarge() {
        return Refusals.invalid(
                "body.too-large",
                "Thông điệp lớn hơn " + Xml.MOST_BYTES / 1024
                        + " KiB cho phép. Hãy chia nhỏ, hoặc gửi bảng tính qua POST /api/v1/imports.",
                "The message is larger than the " + Xml.MOST_BYTES / 1024
                        + " KiB allowed. Send less at once, or a sheet by POST /api/v1/imports.");
    }

    private void contract(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var host = request.getServerName().replaceAll("[^A-Za-z0-9.:\\[\\]-]", "");
        var own = "https://" + host + ":" + request.getServerPort() + "/soap/agency";
        send(
                response,
                "text/xml",
                contract.replace("https://hub.example.vn:8443/soap/agency", own).getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, Version version, HubException refusal)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.reset();
        response.setHeader("Cache-Control", "no-store");
        response.setStatus(status(refusal));
        // a browser would open its own log-in window, and keep what is typed there
        if (refusal.reason() == Reason.UNAUTHENTICATED && request.getHeader("Sec-Fetch-Mode") == null) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"matluoi\", charset=\"UTF-8\"");
        }
        if (List.of(Reason.BUSY, Reason.UNAVAILABLE).contains(refusal.reason())) {
            response.setHeader(
                    "Retry-After", refusal instanceof HubException.Later later ? "" + later.seconds() : SOON);
        }
        if (refusal.rule().startsWith("body.")) {
            response.setHeader("Connection", "close"); // what is left of it is not waited for
        }
        send(response, version.mediaType(), new FaultDocument(version, refusal).bytes());
    }

    private static int status(HubException refusal) {
        return switch (refusal.rule()) {
            case "http.method" -> HttpServletResponse.SC_METHOD_NOT_ALLOWED;
            case "http.content-type", "http.content-encoding" -> HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE;
            case "body.too-large" -> HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
            default ->
                switch (refusal.reason()) {
                    case UNAUTHENTICATED -> HttpServletResponse.SC_UNAUTHORIZED;
                    case FORBIDDEN -> HttpServletResponse.SC_FORBIDDEN;
                    case NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
                    case BUSY -> 429;
                    case UNAVAILABLE -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
                    default -> HttpServletResponse.SC_BAD_REQUEST;
                };
        };
    }

    private static void send(HttpServletResponse response, String type, byte[] bytes) throws IOException {
        response.setContentType(type + "; charset=utf-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}

package vn.matluoi.rest.internal.problem;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import javax.ws.rs.ext.Provider;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.rest.internal.problem.Problem.Kind;

/**
 * Turns whatever an operation throws into {@code application/problem+json}. What nobody foresaw is logged with an
 * identity, and only the identity goes out.
 */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Context
    private HttpHeaders headers;

    @Override
    public Response toResponse(Throwable failure) {
        var locale = Language.of(headers == null ? null : headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        var cause = unwrapped(failure);
        var problem = problem(cause, locale);
        var answer = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .language(locale)
                .entity(problem);
        if (cause instanceof WebApplicationException standard
                && standard.getResponse().getHeaderString("Allow") != null) {
            answer.header("Allow", standard.getResponse().getHeaderString("Allow"));
        }
        problem.retryAfter(Optional.of(cause)).ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, seconds));
        if (problem.status() == 401 && (headers == null || headers.getHeaderString("Sec-Fetch-Mode") == null)) {
            // a browser would open its own log-in window: it gets the problem alone
            answer.header(
                    HttpHeaders.WWW_AUTHENTICATE,
                    "Bearer realm=\"matluoi\", Basic realm=\"matluoi\", charset=\"UTF-8\"");
        }
        return answer.build();
    }

    private static Throwable unwrapped(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Problem problem(Throwable cause, Locale locale) {
        if (cause instanceof HubException refusal) {
            if (refusal.getCause() != null && !hungUp(refusal)) {
                LOG.warn("{}: {}", refusal.rule(), refusal.getMessage(), refusal.getCause());
            }
            return Problem.of(refusal, locale);
        }
        if (cause instanceof DeviceException device) {
            return Problem.of(
                    DeviceRefusals.kind(device), device.text(), DeviceRefusals.rule(device), List.of(), locale);
        }
        if (cause instanceof TimeoutException) {
            return Problem.of(
                    Kind.DEVICE_TIMEOUT,
                    new Text("Thiết bị không trả lời kịp.", "The device did not answer in time."),
                    "device.timeout",
                    List.of(),
                    locale);
        }
        if (cause instanceof WebApplicationException standard) {
            return standard(standard.getResponse().getStatus(), locale);
        }
        var id = UUID.randomUUID().toString();
        if (hungUp(cause)) {
            LOG.debug("The client hung up", cause);
        } else if (cause instanceof IOException) {
            LOG.warn("Broken off {}: {}", id, String.valueOf(cause));
        } else {
            LOG.error("Unforeseen failure {}", id, cause);
        }
        return Problem.of(
                Kind.INTERNAL,
                new Text(
                        "Có lỗi không lường trước. Hãy báo cho quản trị viên mã " + id + ".",
                        "Something unforeseen went wrong. Tell an administrator the identity " + id + "."),
                "internal",
                List.of(),
                locale);
    }

    /** Whether the caller went away amid the call, however deep the streams around its connection wrapped that. */
    static boolean hungUp(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EofException || cause instanceof ClosedChannelException) {
                return true;
            }
        }
        return false;
    }

    /** What JAX-RS itself refuses. */
    private static Problem standard(int status, Locale locale) {
        return switch (status) {
            case 404 -> Problem.of(Kind.NOT_FOUND, NO_SUCH_PATH, "http.path", List.of(), locale);
            case 405 ->
                Problem.of(
                        Kind.METHOD,
                        new Text("Địa chỉ này không nhận phương thức đó.", "This address does not take that method."),
                        "http.method",
                        List.of(),
                        locale);
            case 406 ->
                Problem.of(
                        Kind.NOT_ACCEPTABLE,
                        new Text("Không có định dạng mà Accept yêu cầu.", "There is no format that Accept asks for."),
                        "http.accept",
                        List.of(),
                        locale);
            case 413 ->
                Problem.of(
                        Kind.TOO_LARGE,
                        new Text("Nội dung quá lớn.", "The body is too large."),
                        TooLarge.RULE,
                        List.of(),
                        locale);
            case 415 ->
                Problem.of(
                        Kind.MEDIA_TYPE,
                        new Text(
                                "Không nhận Content-Type này; xem /api/v1/openapi.json.",
                                "This Content-Type is not taken; see /api/v1/openapi.json."),
                        "http.content-type",
                        List.of(),
                        locale);
            default ->
                Problem.of(
                        status < 500 ? Kind.INVALID : Kind.INTERNAL,
                        new Text("Yêu cầu không đọc được.", "The request cannot be read."),
                        "http." + status,
                        List.of(),
                        locale);
        };
    }

    public static final Text NO_SUCH_PATH = new Text(
            "Không có địa chỉ này; xem /api/v1/openapi.json.", "There is no such address; see /api/v1/openapi.json.");
}

package vn.matluoi.simulators.onvif;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.w3c.dom.Element;
import vn.matluoi.simulators.login.LoginGate;
import vn.matluoi.simulators.login.Verdict;
import vn.matluoi.simulators.onvif.OnvifSettings.Auth;
import vn.matluoi.simulators.web.WebReply;
import vn.matluoi.simulators.web.WebRequest;

/**
 * Who is let in: WS-UsernameToken (PasswordDigest) and HTTP digest, counted together by the device's {@link LoginGate}.
 * Operations of the access class {@code PRE_AUTH} (ONVIF Core §5.9.4.3) need no log-in, and none is judged with them.
 */
final class OnvifLogin {

    private static final Set<String> PRE_AUTH = Set.of(
            "GetSystemDateAndTime",
            "GetServices",
            "GetServiceCapabilities",
            "GetCapabilities",
            "GetHostname",
            "GetWsdlUrl",
            "GetEndpointReference");
    private static final int MAX_NONCES = 64;

    private final LoginGate gate;
    private final Auth auth;
    private final LongAdder challenges = new LongAdder();
    /** Nonces taken lately, oldest first; guarded by itself. */
    private final Map<String, Instant> nonces = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_NONCES;
        }
    };

    OnvifLogin(LoginGate gate, Auth auth) {
        this.gate = gate;
        this.auth = auth;
    }

    /** Requests that were asked for credentials because they had none, or a worn-out nonce. */
    LongAdder challenges() {
        return challenges;
    }

    /** The challenge, if this request for a file is not let in. */
    Optional<WebReply> refuses(WebRequest request) {
        Verdict verdict = gate.judge(
                request.peer(),
                request.method(),
                request.target(),
                request.headers().get("authorization"));
        return verdict.accepted() ? Optional.empty() : Optional.of(challenge(verdict, WebReply.page(401)));
    }

    /**
     * The challenge of HTTP, if this is what the call is to be told.
     *
     * @param now the device's own time
     * @param window how far a token's time may be off
     * @throws SoapFault {@code ter:NotAuthorized} if the log-in by token is wrong or missing
     */
    Optional<WebReply> refuses(WebRequest request, SoapRequest soap, WebReply fault, Instant now, Duration window)
            throws SoapFault {
        if (PRE_AUTH.contains(soap.operation()) && soap.namespace().equals(Namespaces.DEVICE)) {
            return Optional.empty();
        }
        String authorization = request.headers().get("authorization");
        Optional<Element> token = soap.headerBlock("Security").flatMap(s -> SoapRequest.child(s, "UsernameToken"));
        if (auth != Auth.DIGEST && token.isPresent() && (authorization == null || auth == Auth.TOKEN)) {
            String name = SoapRequest.text(token.get(), "Username");
            if (gate.judge(request.peer(), name, password -> proves(token.get(), password, now, window))
                    .accepted()) {
                return Optional.empty();
            }
            throw SoapFault.notAuthorized();
        }
        if (auth == Auth.TOKEN) {
            challenges.increment();
            throw SoapFault.notAuthorized();
        }
        Verdict verdict = gate.judge(request.peer(), request.method(), request.target(), authorization);
        return verdict.accepted() ? Optional.empty() : Optional.of(challenge(verdict, fault));
    }

    /** The realm comes first: there are clients that know a challenge by {@code Digest realm} and by nothing else. */
    private WebReply challenge(Verdict verdict, WebReply body) {
        boolean stale = verdict.outcome() == Verdict.Outcome.STALE;
        if (stale || verdict.outcome() == Verdict.Outcome.ASKED) {
            challenges.increment();
        }
        List<String> headers = gate.challenges(stale, true).stream()
                .map(value -> "WWW-Authenticate: " + value.replaceFirst("(qop=\"auth\"), (realm=\"[^\"]*\")", "$2, $1"))
                .toList();
        return WebReply.of(401, body.contentType(), body.body()).with(headers);
    }

    /** WS-Security UsernameToken Profile 1.0: Base64(SHA-1(nonce + created + password)). */
    private boolean proves(Element token, String password, Instant now, Duration window) {
        String nonce = SoapRequest.text(token, "Nonce");
        String created = SoapRequest.text(token, "Created");
        Optional<Element> proof = SoapRequest.child(token, "Password");
        if (proof.isEmpty() || !proof.get().getAttribute("Type").endsWith("#PasswordDigest")) {
            return false;
        }
        try {
            if (Duration.between(Call.moment(created), now).abs().compareTo(window) > 0) {
                return false;
            }
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(Base64.getDecoder().decode(nonce));
            sha1.update(created.getBytes(StandardCharsets.UTF_8));
            byte[] expected = sha1.digest(password.getBytes(StandardCharsets.UTF_8));
            byte[] sent =
                    Base64.getDecoder().decode(proof.get().getTextContent().trim());
            return MessageDigest.isEqual(expected, sent) && fresh(nonce, now);
        } catch (SoapFault | IllegalArgumentException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private boolean fresh(String nonce, Instant now) {
        synchronized (nonces) {
            return nonces.put(nonce, now) == null;
        }
    }
}

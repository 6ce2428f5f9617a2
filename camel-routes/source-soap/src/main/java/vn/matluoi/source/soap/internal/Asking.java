package vn.matluoi.source.soap.internal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.route.AgencyServer;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Listing;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.Unusable;

/** Asks a SOAP service for its list, by the hub's guarded client. Who asks is said by HTTP, or by a {@link UsernameToken} in each message. */
final class Asking implements Listing {

    /** What a service says to a token that it does not accept, by a fault or by HTTP; to the first question. */
    private static final Set<String> REFUSALS = Set.of(Faults.CREDENTIALS, "soap.fault", "soap.forbidden");

    private final SoapSettings settings;
    private final DeviceHttp http;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final OneTry logIn;
    private final SecureRandom random = new SecureRandom();

    /**
     * A person made the route, or started it again: what was refused before is tried once more.
     *
     * @param nanos a monotonic clock
     */
    Asking(SoapSettings settings, DeviceHttp http, LongSupplier nanos, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.nanos = nanos;
        this.clock = clock;
        this.logIn = new OneTry(nanos);
        if (settings.token().isEmpty()) {
            http.retryCredentials(settings.agency().source());
        }
    }

    @Override
    public void read(Gathered into, BooleanSupplier wanted) throws Unusable {
        if (settings.token().isPresent()) {
            withToken(settings.token().get(), into, wanted);
        } else {
            settings.server().ask(http, settings.agency().source(), "soap", logIn, connection -> new PagedList(
                            settings, connection::call, body -> body, answer -> {}, wanted, nanos)
                    .read(into));
        }
    }

    private void withToken(UsernameToken token, Gathered into, BooleanSupplier wanted) throws Unusable {
        var password = settings.server().secret().orElseThrow().needed();
        logIn.ask(password);
        var server = new AgencyServer(
                settings.server().address(),
                "",
                Optional.empty(),
                settings.server().certificate());
        var answered = new boolean[1];
        try {
            server.ask(http, settings.agency().source(), "soap", logIn, connection -> {
                var list = new PagedList(
                        settings,
                        request -> notEchoed(connection.call(request), password),
                        body -> sealed(body, token, password),
                        answer -> settings.timestamps().check(answer, clock.instant()),
                        wanted,
                        nanos);
                try {
                    list.read(into);
                } finally {
                    answered[0] = list.letIn();
                }
            });
        } catch (Unusable e) {
            if (!answered[0] && REFUSALS.contains(e.rule())) { // whatever it is called: it may have been the password
                throw e.rule().equals(Faults.CREDENTIALS)
                        ? logIn.refused(password, Faults.refused(e, password, OneTry.AGAIN))
                        : logIn.doubted(password, Faults.refused(e, password, OneTry.DOUBT));
            }
            throw e;
        } finally {
            if (answered[0]) {
                logIn.accepted();
            }
        }
    }

    /** What is answered may be kept, and a password is not. */
    private static DeviceReply notEchoed(DeviceReply reply, String password) throws Unusable {
        var said = new String(reply.bytes(), StandardCharsets.UTF_8);
        if (said.contains("UsernameToken") && said.contains(BodyFile.escaped(password))) {
            throw Unusable.because(
                    "soap.echo",
                    "dịch vụ trả lại chính thông điệp có mật khẩu; câu trả lời không được giữ. Hãy báo cơ quan quản lý dịch vụ",
                    "the service sends back the message with the password; the answer is not kept. Tell those who run it");
        }
        return reply;
    }

    private String sealed(String body, UsernameToken token, String password) {
        var place = body.indexOf(BodyFile.SECURITY); // the first: another one was put there by the answer before
        var nonce = new byte[UsernameToken.NONCE_BYTES];
        random.nextBytes(nonce);
        return body.substring(0, place)
                + token.header(
                        settings.version(),
                        settings.server().username(),
                        password,
                        nonce,
                        clock.instant(),
                        settings.timestamps())
                + body.substring(place + BodyFile.SECURITY.length());
    }
}

package vn.matluoi.rest.internal.v1;

import java.util.Arrays;
import java.util.List;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Sessions;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.AnyCaller;
import vn.matluoi.rest.internal.guard.Anyone;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Logging in and out, and changing one's own password. */
@Path("/session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {

    private final Services services;

    public SessionResource(Services services) {
        this.services = services;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Anyone
    @Doc(value = "Logs in: the answer sets the session's cookie.", answer = SessionJson.class)
    public Response logIn(@Context Asking asking, LogIn logIn) {
        try {
            var caller = services.need(Accounts.class)
                    .authenticate(logIn.username(), logIn.password(), "rest", asking.origin());
            var sessions = services.need(Sessions.class);
            asking.cookie().ifPresent(sessions::close);
            return handOver(caller, sessions);
        } finally {
            Arrays.fill(logIn.password(), ' ');
        }
    }

    @GET
    @AnyCaller
    @Doc("Who is logged in, and with what rights.")
    public SessionJson getSession(@Context Asking asking) {
        return SessionJson.of(asking.caller());
    }

    @DELETE
    @AnyCaller
    @Doc(value = "Logs out.", status = 204)
    public Response logOut(@Context Asking asking) {
        asking.cookie().ifPresent(services.need(Sessions.class)::close);
        services.find(CameraDevices.class)
                .ifPresent(devices -> devices.release(asking.caller().account()));
        return Asking.takeBack(Response.noContent()).build();
    }

    @PUT
    @Path("/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @AnyCaller
    @Doc(
            value =
                    "Changes one's own password. Every session of the account ends; a caller with a cookie gets a new one.",
            answer = SessionJson.class)
    public Response changePassword(@Context Asking asking, PasswordChange change) {
        var accounts = services.need(Accounts.class);
        var name = asking.caller().account();
        try {
            accounts.changePassword(asking.caller(), name, change.oldPassword(), change.newPassword());
        } finally {
            Arrays.fill(change.oldPassword(), ' ');
            Arrays.fill(change.newPassword(), ' ');
        }
        var caller = accounts.current(name).orElseThrow(Values::notFound);
        return asking.cookie().isPresent()
                ? handOver(caller, services.need(Sessions.class))
                : Response.ok(SessionJson.of(caller)).build();
    }

    private static Response handOver(Caller caller, Sessions sessions) {
        return Response.ok(SessionJson.of(caller))
                .header("Set-Cookie", Asking.handOver(sessions.open(caller)))
                .build();
    }

    /** Credentials. */
    public record LogIn(
            @Limit(max = 100, required = true) String username,
            @Limit(max = 1000, required = true, secret = true) char[] password) {}

    /** The present password, and the one to come. */
    public record PasswordChange(
            @Limit(max = 1000, required = true, secret = true) char[] oldPassword,
            @Limit(max = 1000, required = true, secret = true) char[] newPassword) {}

    /**
     * Who is logged in.
     *
     * @param role {@code administrator, operator, viewer}
     * @param areas the area subtrees it is limited to; empty for an administrator
     * @param mustChangePassword while true, nothing but the change of the password is allowed
     */
    public record SessionJson(
            @Limit(max = 40, required = true) String account,
            @Limit(max = 20, required = true, pattern = "administrator|operator|viewer") String role,
            @Limit(max = 5, required = true) List<String> areas,
            @Limit(required = true) boolean mustChangePassword) {

        static SessionJson of(Caller caller) {
            return new SessionJson(
                    caller.account(),
                    AccountResource.word(caller.role()),
                    AccountResource.codes(caller.areas()),
                    caller.mustChangePassword());
        }
    }
}

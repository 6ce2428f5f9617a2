package vn.matluoi.rest.internal.v1;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Role;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Accounts and their API keys. */
@Path("/accounts")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountResource {

    private final Services services;

    public AccountResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.ACCOUNT_READ, reach = Reach.PROVINCE)
    @Doc("Lists accounts.")
    public ListJson<AccountJson> listAccounts() {
        return ListJson.whole(services.need(Accounts.class).list().stream()
                .map(AccountJson::of)
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.ACCOUNT_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Adds an account; its password is good for 24 hours and only to be changed.", status = 201)
    public AccountJson createAccount(@Context Asking asking, NewAccount account) {
        var areas = new HashSet<AreaCode>();
        for (var code : account.areas() == null ? List.<String>of() : account.areas()) {
            Values.area("areas", code).ifPresent(areas::add);
        }
        try {
            return AccountJson.of(services.need(Accounts.class)
                    .create(
                            asking.caller(),
                            account.username(),
                            account.password(),
                            Role.valueOf(account.role().toUpperCase(Locale.ROOT)),
                            areas));
        } finally {
            Arrays.fill(account.password(), ' ');
        }
    }

    @PUT
    @Path("/{name}/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.ACCOUNT_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Gives another's account a one-time password.", status = 204)
    public void resetPassword(
            @Context Asking asking, @PathParam("name") @Limit(max = 40) String name, NewPassword password) {
        if (asking.caller().account().equals(name)) {
            throw Values.invalid(
                    "name",
                    "account.own-password",
                    new vn.matluoi.api.Text(
                            "Mật khẩu của chính mình được đổi ở PUT /session/password.",
                            "One's own password is changed at PUT /session/password."));
        }
        try {
            services.need(Accounts.class).changePassword(asking.caller(), name, new char[0], password.newPassword());
        } finally {
            Arrays.fill(password.newPassword(), ' ');
        }
    }

    @DELETE
    @Path("/{name}")
    @Needs(value = Action.ACCOUNT_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Removes an account and ends its sessions and keys.", status = 204)
    public void removeAccount(@Context Asking asking, @PathParam("name") @Limit(max = 40) String name) {
        services.need(Accounts.class).remove(asking.caller(), name);
    }

    @POST
    @Path("/{name}/keys")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.ACCOUNT_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Makes an API key for an account; it is shown this once.", status = 201)
    public KeyJson createKey(@Context Asking asking, @PathParam("name") @Limit(max = 40) String name, NewKey key) {
        return new KeyJson(
                new String(services.need(Accounts.class).createKey(asking.caller(), name, key.label())), key.label());
    }

    static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    static List<String> codes(Set<AreaCode> areas) {
        return areas.stream().map(AreaCode::value).sorted().toList();
    }

    /** An account to add. */
    public record NewAccount(
            @Limit(max = 40, required = true) String username,
            @Limit(max = 1000, required = true, secret = true) char[] password,
            @Limit(max = 20, required = true, pattern = "administrator|operator|viewer") String role,
            @Limit(max = 5, items = 200) List<String> areas) {}

    /** A password to come. */
    public record NewPassword(@Limit(max = 1000, required = true, secret = true) char[] newPassword) {}

    /** A key to make. */
    public record NewKey(@Limit(max = 100, required = true) String label) {}

    /** A key, shown once. */
    public record KeyJson(
            @Limit(max = 100, required = true) String key, @Limit(max = 100, required = true) String label) {}

    /** An account, without anything secret. */
    public record AccountJson(
            @Limit(max = 40, required = true) String username,
            @Limit(max = 20, required = true) String role,
            @Limit(max = 5, required = true) List<String> areas,
            @Limit(required = true) boolean mustChangePassword) {

        static AccountJson of(Accounts.Account account) {
            return new AccountJson(
                    account.username(), word(account.role()), codes(account.areas()), account.mustChangePassword());
        }
    }
}

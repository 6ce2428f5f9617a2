package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.ledger.Api;

/** The administrator of a hub that is started again and again: the password made up at the first start is kept in a file. */
record Administrator(URI base, String password, Api api) {

    private static final String NAME = "admin";

    /** @param http trusts the hub's certificate */
    static Administrator of(Fault.Trial trial, HttpClient http) throws IOException {
        return of(trial.base(), trial.data(), trial.work().resolve("admin.password"), http);
    }

    static Administrator of(URI base, Path data, Path kept, HttpClient http) throws IOException {
        if (!Files.exists(kept)) {
            byte[] random = new byte[18];
            new SecureRandom().nextBytes(random);
            String password = Base64.getEncoder().encodeToString(random);
            String first =
                    Files.readString(data.resolve("etc/initial-admin-password")).strip();
            Hub.account(base, NAME, first)
                    .send("PUT", "/api/v1/session/password", Map.of("oldPassword", first, "newPassword", password));
            var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.writeString(Files.createFile(kept, mine), password);
        }
        String password = Files.readString(kept);
        Api api = new Api(http, base, NAME, password);
        return new Administrator(base, password, api);
    }

    /** The same account, where what goes wrong is not expected. */
    Hub hub() {
        return Hub.account(base, NAME, password);
    }
}

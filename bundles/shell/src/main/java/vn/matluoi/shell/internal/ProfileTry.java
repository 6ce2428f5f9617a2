package vn.matluoi.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Profiles;
import vn.matluoi.api.intake.Samples;

/** {@code hub:profile-try}: says what a sample sheet would become by a profile that is not installed. */
@Service
@Command(
        scope = "hub",
        name = "profile-try",
        description =
                "Thử một mẫu bảng trên một bảng mẫu; không ghi gì / Tries a profile on a sample sheet; writes nothing")
public final class ProfileTry extends HubCommand {

    @Argument(
            name = "files",
            required = true,
            multiValued = true,
            description =
                    "Tệp mẫu JSON, rồi bảng mẫu, trên máy chủ / The profile's JSON file, then the sample sheet, on the hub's machine")
    List<String> words;

    @Option(name = "--source", description = "Nguồn của bảng mẫu / The source the sample is of")
    String source;

    @Reference(optional = true)
    Profiles profiles;

    @Reference(optional = true)
    Samples samples;

    @Override
    void words() {
        if (words.size() != 2 || source == null) {
            throw invalid(
                    "files",
                    "argument.files",
                    "cần TỆP-MẪU BẢNG-MẪU --source NGUỒN",
                    "PROFILE-FILE SAMPLE-SHEET --source SOURCE are needed");
        }
    }

    @Override
    void run(Caller caller) throws IOException {
        access().require(caller, Action.PROFILE_CHANGE);
        var profile = there(profiles, "profiles").read(HubFiles.text(words.get(0)));
        try (var sheet = HubFiles.open(words.get(1))) {
            var report = there(samples, "sheets").tryOut(order(caller, profile), profile, sheet);
            show(Reports.table(report));
            if (!json) {
                show(Reports.findings(report));
            }
        }
    }

    private Imports.Order order(Caller caller, Profile profile) {
        return new Imports.Order(
                Names.source(source),
                profile.name(),
                Path.of(words.get(1)).getFileName().toString(),
                Intake.Mode.DRY_RUN,
                caller.account(),
                "shell",
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}

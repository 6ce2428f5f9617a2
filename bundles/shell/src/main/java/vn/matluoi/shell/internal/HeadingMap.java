package vn.matluoi.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.LearnedHeadings;

/** {@code hub:heading-map}: says which field a heading of a source means. */
@Service
@Command(
        scope = "hub",
        name = "heading-map",
        description =
                "Cho biết một tiêu đề của một nguồn là trường nào; các bảng sau của nguồn đó được đọc như vậy / Says which field a heading of a source means: later sheets of that source are read so")
public final class HeadingMap extends HubCommand {

    @Argument(
            name = "words",
            required = true,
            multiValued = true,
            description =
                    "NGUỒN TIÊU-ĐỀ TRƯỜNG, ví dụ xa-a 'Cao độ cột' height / SOURCE HEADING FIELD, for example xa-a 'Cao độ cột' height")
    List<String> words;

    @Override
    void words() {
        if (words.size() != 3) {
            throw invalid("words", "argument.words", "cần NGUỒN TIÊU-ĐỀ TRƯỜNG", "SOURCE HEADING FIELD are needed");
        }
    }

    @Override
    Optional<String> subject() {
        return Optional.of(words.get(0));
    }

    @Override
    Map<String, String> details() {
        return Map.of("heading", words.get(1), "field", words.get(2));
    }

    @Reference(optional = true)
    LearnedHeadings headings;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_CHANGE);
        var field = CameraField.ofKey(words.get(2)).orElseThrow(() -> unknown(words.get(2)));
        var source = Names.source(words.get(0));
        var learned = there(headings, "registry").learn(caller, "shell", source, words.get(1), field);
        out().println("nguồn %s: “%s” là %s / source %s: “%s” is %s"
                .formatted(
                        source,
                        learned.heading(),
                        field.label().vi(),
                        source,
                        learned.heading(),
                        field.label().en()));
    }

    private static RuntimeException unknown(String key) {
        var keys = Arrays.stream(CameraField.values()).map(CameraField::key).collect(Collectors.joining(", "));
        return invalid(
                "field",
                "field.unknown",
                "không có trường %s; các trường: %s".formatted(key, keys),
                "there is no field %s; the fields: %s".formatted(key, keys));
    }
}

package vn.matluoi.profiles.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Profile;

/** The profiles of this bundle, read from their files. */
final class ProfileShelf {

    /** Names of the files, a base before those that extend it. */
    static final List<String> NAMES = List.of("commune", "hospital", "school", "residential");

    private ProfileShelf() {}

    /** @throws IllegalArgumentException naming file and key if one of them is wrong */
    static List<Profile> load() {
        var files = NAMES.stream()
                .map(name -> ProfileFile.parse(name + ".json", text(name + ".json")))
                .toList();
        return assemble(files);
    }

    /** @param files a base before those that extend it */
    static List<Profile> assemble(List<ProfileFile> files) {
        var profiles = new LinkedHashMap<String, Profile>();
        for (var file : files) {
            profiles.put(file.name(), assemble(file, profiles));
        }
        return List.copyOf(profiles.values());
    }

    private static Profile assemble(ProfileFile file, Map<String, Profile> known) {
        var name = file.name() + ".json";
        var base = file.base() == null ? null : known.get(file.base());
        if (file.base() != null && base == null) {
            throw new IllegalArgumentException(name + ": extends “" + file.base() + "”, which is not there before it");
        }
        var headings = new EnumMap<CameraField, LinkedHashSet<String>>(CameraField.class);
        var required = new EnumMap<CameraField, Boolean>(CameraField.class);
        var codes = new EnumMap<CameraField, Map<String, String>>(CameraField.class);
        for (var column : file.columns()) {
            var field = ProfileFile.field(name, column.field());
            headings.computeIfAbsent(field, each -> new LinkedHashSet<>()).addAll(column.headings());
            required.merge(field, column.required(), Boolean::logicalOr);
        }
        file.codes().forEach((key, list) -> codes.put(ProfileFile.field(name, key), new LinkedHashMap<>(list)));
        if (base != null) {
            base.columns().forEach(column -> {
                headings.computeIfAbsent(column.field(), each -> new LinkedHashSet<>())
                        .addAll(column.headings());
                required.merge(column.field(), column.required(), Boolean::logicalOr);
            });
            base.codes()
                    .forEach((field, list) ->
                            list.forEach(codes.computeIfAbsent(field, each -> new LinkedHashMap<>())::putIfAbsent));
        }
        onlyOneMeaning(name, headings);
        var columns = new ArrayList<Profile.Column>();
        headings.forEach(
                (field, words) -> columns.add(new Profile.Column(field, List.copyOf(words), required.get(field))));
        var meridian = file.centralMeridian() != null
                ? OptionalDouble.of(file.centralMeridian())
                : base == null ? OptionalDouble.empty() : base.centralMeridian();
        return new Profile(file.name(), new Text(file.title().vi(), file.title().en()), columns, codes, meridian);
    }

    private static void onlyOneMeaning(String file, Map<CameraField, LinkedHashSet<String>> headings) {
        var meaning = new HashMap<String, CameraField>();
        headings.forEach((field, words) -> words.forEach(word -> {
            var other = meaning.put(ProfileFile.fold(word), field);
            if (other != null && other != field) {
                throw new IllegalArgumentException(
                        file + ": the heading “" + word + "” means both " + other.key() + " and " + field.key());
            }
        }));
    }

    private static String text(String file) {
        try (var in = ProfileShelf.class.getResourceAsStream("/profiles/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("profiles/" + file + " is missing from the bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.LearnedHeadings.Learned;
import vn.matluoi.api.intake.Profile;

/** A profile with what people said the headings of one source mean: that counts for more than what the profile says. */
final class LearnedProfile {

    private LearnedProfile() {}

    static Profile of(Profile profile, List<Learned> learned) {
        if (learned.isEmpty()) {
            return profile;
        }
        var meanings = new HashMap<String, CameraField>();
        var headings = new EnumMap<CameraField, LinkedHashSet<String>>(CameraField.class);
        learned.forEach(one -> {
            meanings.put(Headings.fold(one.heading()), one.field());
            headings.computeIfAbsent(one.field(), each -> new LinkedHashSet<>()).add(one.heading());
        });
        var columns = new ArrayList<Profile.Column>();
        for (var column : profile.columns()) {
            columns.add(column(column, meanings, headings.remove(column.field())));
        }
        headings.forEach((field, words) -> columns.add(new Profile.Column(field, List.copyOf(words), false)));
        return new Profile(
                profile.name(),
                profile.title(),
                columns,
                profile.codes(),
                profile.centralMeridian(),
                profile.defaults(),
                profile.rules());
    }

    private static Profile.Column column(
            Profile.Column column, Map<String, CameraField> meanings, LinkedHashSet<String> learned) {
        var words = new LinkedHashSet<String>();
        column.headings().stream()
                .filter(heading -> meanings.getOrDefault(Headings.fold(heading), column.field()) == column.field())
                .forEach(words::add);
        if (learned != null) {
            words.addAll(learned);
        }
        return new Profile.Column(column.field(), List.copyOf(words), column.required(), column.constant());
    }
}

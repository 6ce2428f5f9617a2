package vn.matluoi.profiles.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Profiles;
import vn.matluoi.api.intake.Rule;

/** A profile as it is written down: a JSON document that fits the schema, and what becomes of it on top of its base. */
final class Document {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
    private static final Set<String> FOUND = Set.of("overlaps", "blocked", "mentioned");

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(32)
                        .maxStringLength(Profiles.LONGEST)
                        .maxNumberLength(40)
                        .build());
    }

    private final JsonNode root;

    private Document(JsonNode root) {
        this.root = root;
    }

    /** Reads a document that is known to fit the schema. */
    static Document of(String json) {
        return new Document(tree(json));
    }

    /** @throws vn.matluoi.api.HubException {@code INVALID} if it does not fit the schema, each error by its pointer */
    static Document checked(String json) {
        var root = tree(json);
        var faults = new Faults();
        Schema.check(root, faults);
        faults.refuse();
        return new Document(root);
    }

    private static JsonNode tree(String json) {
        if (json.length() > Profiles.LONGEST) {
            throw Faults.of(
                    "",
                    "profile.long",
                    "tài liệu dài hơn %d ký tự".formatted(Profiles.LONGEST),
                    "the document is longer than %d characters".formatted(Profiles.LONGEST));
        }
        try {
            return JSON.readTree(json.startsWith("\uFEFF") ? json.substring(1) : json);
        } catch (JsonProcessingException e) {
            var line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw Faults.of(
                    "",
                    "profile.json",
                    "không phải JSON, dòng %d: %s".formatted(line, e.getOriginalMessage()),
                    "that is no JSON, line %d: %s".formatted(line, e.getOriginalMessage()));
        }
    }

    String name() {
        return root.get("name").textValue();
    }

    Optional<String> base() {
        return Optional.ofNullable(root.get("extends")).map(JsonNode::textValue);
    }

    Text title() {
        return text(root.get("title"));
    }

    /**
     * @param known the profiles it may build on, by name
     * @throws vn.matluoi.api.HubException {@code INVALID} if it contradicts itself or its base
     */
    Profile profile(Map<String, Profile> known) {
        var faults = new Faults();
        var base = base().flatMap(name -> Optional.ofNullable(known.get(name)));
        if (base().isPresent() && base.isEmpty()) {
            var names = String.join(", ", known.keySet());
            faults.add(
                    "/extends",
                    "profile.base",
                    "không có mẫu gốc “%s”; chỉ bổ sung được: %s".formatted(base().get(), names),
                    "there is no profile “%s” to build on; there are: %s".formatted(base().get(), names));
            faults.refuse();
        }
        var columns = columns(base, faults);
        var defaults = new EnumMap<CameraField, String>(CameraField.class);
        base.ifPresent(each -> defaults.putAll(each.defaults()));
        root.path("defaults")
                .fields()
                .forEachRemaining(entry -> defaults.put(
                        CameraField.ofKey(entry.getKey()).orElseThrow(),
                        entry.getValue().textValue().strip()));
        var rules = rules(base, faults);
        faults.refuse();
        var meridian = root.has("centralMeridian")
                ? OptionalDouble.of(root.get("centralMeridian").doubleValue())
                : base.map(Profile::centralMeridian).orElse(OptionalDouble.empty());
        return new Profile(name(), title(), columns, codes(base), meridian, defaults, rules);
    }

    /** What it says itself counts for more than its base: its headings come first, its constants stand. */
    private List<Profile.Column> columns(Optional<Profile> base, Faults faults) {
        var headings = new EnumMap<CameraField, LinkedHashSet<String>>(CameraField.class);
        var required = EnumSet.noneOf(CameraField.class);
        var constants = new EnumMap<CameraField, String>(CameraField.class);
        var meanings = new HashMap<String, CameraField>();
        var place = 0;
        var seen = EnumSet.noneOf(CameraField.class);
        for (var column : root.path("columns")) {
            var at = "/columns/" + place++;
            var field = Conditions.field(column.get("field"));
            if (!seen.add(field)) {
                faults.add(
                        at + "/field",
                        "profile.field-twice",
                        "trường “%s” đã có ở trên".formatted(field.key()),
                        "the field “%s” stands above already".formatted(field.key()));
            }
            var own = headings.computeIfAbsent(field, each -> new LinkedHashSet<>());
            own.addAll(Conditions.texts(column.path("headings")));
            own.forEach(heading -> meaning(heading, field, meanings, at + "/headings", faults));
            if (column.path("required").booleanValue()) {
                required.add(field);
            }
            Optional.ofNullable(column.get("constant"))
                    .ifPresent(value -> constants.put(field, value.textValue().strip()));
        }
        base.ifPresent(each -> each.columns().forEach(column -> {
            var own = headings.computeIfAbsent(column.field(), any -> new LinkedHashSet<>());
            column.headings().stream()
                    // a heading that this profile gives another meaning has lost that of the base
                    .filter(heading -> meanings.getOrDefault(Headings.fold(heading), column.field()) == column.field())
                    .forEach(own::add);
            if (column.required() && !saysOfRequired(column.field())) {
                required.add(column.field());
            }
            column.constant().ifPresent(value -> constants.putIfAbsent(column.field(), value));
        }));
        var columns = new ArrayList<Profile.Column>();
        headings.forEach((field, words) -> columns.add(new Profile.Column(
                field, List.copyOf(words), required.contains(field), Optional.ofNullable(constants.get(field)))));
        return columns;
    }

    private boolean saysOfRequired(CameraField field) {
        for (var column : root.path("columns")) {
            if (column.get("field").textValue().equals(field.key())) {
                return column.has("required");
            }
        }
        return false;
    }

    private static void meaning(
            String heading, CameraField field, Map<String, CameraField> meanings, String at, Faults faults) {
        var other = meanings.put(Headings.fold(heading), field);
        if (other != null && other != field) {
            faults.add(
                    at,
                    "profile.heading-twice",
                    "tiêu đề “%s” vừa là %s vừa là %s".formatted(heading, other.key(), field.key()),
                    "the heading “%s” means both %s and %s".formatted(heading, other.key(), field.key()));
        }
    }

    private Map<CameraField, Map<String, String>> codes(Optional<Profile> base) {
        var codes = new EnumMap<CameraField, Map<String, String>>(CameraField.class);
        root.path("codes").fields().forEachRemaining(entry -> {
            var list = codes.computeIfAbsent(
                    CameraField.ofKey(entry.getKey()).orElseThrow(), each -> new LinkedHashMap<>());
            entry.getValue()
                    .fields()
                    .forEachRemaining(
                            word -> list.put(word.getKey(), word.getValue().textValue()));
        });
        base.ifPresent(each -> each.codes().forEach((field, list) -> {
            var own = codes.computeIfAbsent(field, any -> new LinkedHashMap<>());
            var folded = new LinkedHashSet<String>();
            own.keySet().forEach(word -> folded.add(Headings.fold(word)));
            list.forEach((word, code) -> {
                if (!folded.contains(Headings.fold(word))) {
                    own.put(word, code);
                }
            });
        }));
        return codes;
    }

    private List<Rule> rules(Optional<Profile> base, Faults faults) {
        var rules = new LinkedHashMap<String, Rule>();
        base.ifPresent(each -> each.rules().forEach(rule -> rules.put(rule.name(), rule)));
        var place = 0;
        for (var name : Conditions.texts(root.path("without"))) {
            if (rules.remove(name) == null) {
                faults.add(
                        "/without/" + place,
                        "profile.rule-unknown",
                        "mẫu gốc không có quy tắc “%s”".formatted(name),
                        "the base has no rule “%s”".formatted(name));
            }
            place++;
        }
        place = 0;
        var own = new LinkedHashSet<String>();
        for (var node : root.path("rules")) {
            var at = "/rules/" + place++;
            var rule = rule(node, at, faults);
            if (!own.add(rule.name())) {
                faults.add(
                        at + "/name",
                        "profile.rule-twice",
                        "quy tắc “%s” đã có ở trên".formatted(rule.name()),
                        "the rule “%s” stands above already".formatted(rule.name()));
            }
            rules.put(rule.name(), rule);
        }
        return List.copyOf(rules.values());
    }

    private static Rule rule(JsonNode node, String at, Faults faults) {
        var layers = EnumSet.noneOf(Layer.class);
        Conditions.texts(node.path("layers"))
                .forEach(layer -> layers.add(Layer.valueOf(layer.toUpperCase(Locale.ROOT))));
        placeholders(node, "message", at, faults);
        placeholders(node, "mend", at, faults);
        return new Rule(
                node.get("name").textValue(),
                node.get("rule").textValue(),
                Severity.valueOf(node.get("severity").textValue().toUpperCase(Locale.ROOT)),
                text(node.get("citation")),
                day(node, "from", at, faults),
                day(node, "to", at, faults),
                layers.isEmpty() ? EnumSet.of(Layer.AGENCY, Layer.DEVICE) : layers,
                node.path("once").booleanValue(),
                Optional.ofNullable(node.get("field")).map(Conditions::field),
                Conditions.of(node.get("when")),
                Conditions.of(node.path("unless")),
                text(node.get("message")),
                text(node.get("mend")));
    }

    private static void placeholders(JsonNode node, String key, String at, Faults faults) {
        for (var language : List.of("vi", "en")) {
            var words = PLACEHOLDER.matcher(node.get(key).get(language).textValue());
            while (words.find()) {
                var word = words.group(1);
                if (!FOUND.contains(word) && CameraField.ofKey(word).isEmpty()) {
                    faults.add(
                            at + "/" + key + "/" + language,
                            "profile.placeholder",
                            "{%s} không phải khóa của trường nào".formatted(word),
                            "{%s} is no key of a field".formatted(word));
                }
            }
        }
    }

    private static Optional<LocalDate> day(JsonNode node, String key, String at, Faults faults) {
        try {
            return Optional.ofNullable(node.get(key)).map(JsonNode::textValue).map(LocalDate::parse);
        } catch (DateTimeException e) {
            faults.add(
                    at + "/" + key,
                    "profile.day",
                    "không có ngày này; ghi như 2026-11-22",
                    "there is no such day; write 2026-11-22");
            return Optional.empty();
        }
    }

    private static Text text(JsonNode node) {
        return new Text(node.get("vi").textValue(), node.get("en").textValue());
    }
}

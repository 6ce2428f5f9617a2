package vn.matluoi.profiles.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Rule.Condition;

/** Reads the conditions of a rule from a document that fits the schema. */
final class Conditions {

    private Conditions() {}

    static List<Condition> of(JsonNode conditions) {
        var list = new ArrayList<Condition>();
        conditions.forEach(condition -> list.add(one(condition)));
        return list;
    }

    private static Condition one(JsonNode node) {
        if (node.has("is")) {
            return new Condition.Is(field(node.get("field")), Set.copyOf(new LinkedHashSet<>(texts(node.get("is")))));
        } else if (node.has("stated")) {
            var stated = new Condition.Stated(field(node.get("field")));
            return node.get("stated").booleanValue() ? stated : new Condition.Not(stated);
        } else if (node.has("numbered")) {
            return new Condition.Numbered(field(node.get("field")));
        } else if (node.has("from") || node.has("below")) {
            return new Condition.Between(field(node.get("field")), number(node, "from"), number(node, "below"));
        } else if (node.has("mentions")) {
            var fields = new ArrayList<CameraField>();
            node.get("fields").forEach(each -> fields.add(field(each)));
            return new Condition.Mentions(fields, texts(node.get("mentions")), texts(node.path("negations")));
        } else if (node.has("overlaps")) {
            var overlaps = node.get("overlaps");
            return new Condition.Overlaps(
                    overlaps.get("metres").doubleValue(),
                    overlaps.get("degrees").doubleValue());
        } else if (node.has("moved")) {
            return new Condition.Moved(node.get("moved").get("metres").doubleValue());
        } else if (node.has("changed")) {
            return new Condition.Changed(field(node.get("field")));
        } else if (node.has("missing")) {
            return new Condition.Missing();
        } else if (node.has("not")) {
            return new Condition.Not(one(node.get("not")));
        } else if (node.has("anyOf")) {
            return new Condition.AnyOf(of(node.get("anyOf")));
        }
        return new Condition.Blocked();
    }

    static CameraField field(JsonNode key) {
        return CameraField.ofKey(key.textValue()).orElseThrow();
    }

    static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.textValue()));
        return texts;
    }

    private static Optional<BigDecimal> number(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::decimalValue);
    }
}

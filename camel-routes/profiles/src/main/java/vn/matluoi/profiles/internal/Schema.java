package vn.matluoi.profiles.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Holds a document against {@code profile.schema.json}. The validator's classes are loaded when the first document comes
 * that is not shipped.
 */
final class Schema {

    static final String FILE = "profile.schema.json";

    private Schema() {}

    private static final class Loaded {

        private static final JsonSchema SCHEMA = load();

        private static JsonSchema load() {
            var config = SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .build();
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(ShippedProfiles.text(FILE), config);
        }
    }

    /** @param faults what does not fit is added */
    static void check(JsonNode document, Faults faults) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(Schema.class.getClassLoader()); // it looks for its own files there
        try {
            var vi = messages(document, Locale.forLanguageTag("vi"));
            var en = messages(document, Locale.ENGLISH);
            for (var place = 0; place < vi.size(); place++) {
                var message = vi.get(place);
                faults.add(pointer(message), "schema." + message.getType(), said(message), said(en.get(place)));
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<ValidationMessage> messages(JsonNode document, Locale locale) {
        return new ArrayList<>(Loaded.SCHEMA.validate(
                document, context -> context.getExecutionConfig().setLocale(locale)));
    }

    /** A key that may not stand there is named itself, not what it stands in. */
    private static String pointer(ValidationMessage message) {
        var at = message.getInstanceLocation().toString();
        return message.getProperty() == null || message.getProperty().isEmpty() ? at : at + "/" + message.getProperty();
    }

    private static String said(ValidationMessage message) {
        var words = message.getMessage();
        var at = message.getInstanceLocation() + ": ";
        return words.startsWith(at) ? words.substring(at.length()) : words;
    }
}

package vn.matluoi.forward.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.forward.Delivery;

/**
 * Writes CloudEvents 1.0.2 in the JSON format, with the extensions {@code sequence} (of equal length, so that they sort as text) and
 * {@code partitionkey}.
 */
final class CloudEvents {

    private static final JsonFactory JSON = new JsonFactory();

    private final String source;
    private final String schema;
    private final String prefix;

    /**
     * @param hub id of the hub's database
     * @param journal for example {@code events}
     * @param kind of what the data is, for example {@code event}
     */
    CloudEvents(String hub, String journal, String kind) {
        this.source = "urn:matluoi:%s:%s".formatted(hub, journal);
        this.schema = "urn:matluoi:schema:%s:1".formatted(kind);
        this.prefix = kind.substring(0, 1);
    }

    /** Writes the members of the data. */
    interface Data {
        void write(JsonGenerator json) throws IOException;
    }

    Delivery write(
            long sequence,
            String type,
            String key,
            Optional<String> subject,
            Optional<AreaCode> area,
            Instant time,
            Data data) {
        var id = prefix + "-" + sequence;
        var bytes = new ByteArrayOutputStream(600);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", id);
            json.writeStringField("source", source);
            json.writeStringField("type", type);
            if (subject.isPresent()) {
                json.writeStringField("subject", subject.get());
            }
            json.writeStringField("time", time.toString());
            json.writeStringField("datacontenttype", "application/json");
            json.writeStringField("dataschema", schema);
            json.writeStringField("sequence", "%019d".formatted(sequence));
            json.writeStringField("partitionkey", key);
            json.writeObjectFieldStart("data");
            data.write(json);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes does not fail", e);
        }
        return new Delivery(sequence, id, source, type, key, subject, area, time, bytes.toByteArray());
    }

    /** Writes an object of texts. */
    static void texts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (var text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }
}

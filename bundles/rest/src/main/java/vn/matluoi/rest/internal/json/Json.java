package vn.matluoi.rest.internal.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;
import javax.ws.rs.Consumes;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.MessageBodyWriter;
import javax.ws.rs.ext.Provider;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;

/**
 * JSON in and out, for records. Strict: an unknown field, a field given twice, a text where a number belongs, or
 * something after the end is refused, naming the field. What is absent is left out.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
@Produces({MediaType.APPLICATION_JSON, "application/*+json"})
public final class Json implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(1 << 20)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual, texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    /** @return one line of JSON */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type.isRecord();
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream in)
            throws IOException {
        Object body;
        try {
            body = MAPPER.readValue(in, type);
        } catch (UnrecognizedPropertyException unknown) {
            throw refusal(
                    path(unknown),
                    "json.unknown-field",
                    new Text(
                            "Không có trường “" + path(unknown) + "”. Các trường: " + known(unknown) + ".",
                            "There is no field \"" + path(unknown) + "\". Fields: " + known(unknown) + "."));
        } catch (JsonMappingException wrong) {
            throw mapping(wrong);
        } catch (JsonProcessingException malformed) {
            var at = malformed.getLocation();
            var place = at == null ? "" : at.getLineNr() + ":" + at.getColumnNr();
            throw new HubException(
                    HubException.Reason.INVALID,
                    malformed instanceof JsonParseException duplicate
                                    && duplicate.getOriginalMessage().startsWith("Duplicate")
                            ? "json.duplicate-field"
                            : "json.malformed",
                    new Text(
                            "Nội dung không phải JSON hợp lệ (dòng:cột " + place + ").",
                            "The body is not well-formed JSON (line:column " + place + ")."));
        }
        if (body == null) {
            throw empty();
        }
        LimitCheck.body(body);
        return body;
    }

    private static HubException mapping(JsonMappingException wrong) {
        if (wrong.getCause() instanceof HubException refusal) {
            return refusal;
        }
        var field = path(wrong);
        if (field.isEmpty()) {
            return empty();
        }
        return refusal(
                field,
                "json.type",
                new Text(
                        "Trường “" + field + "” sai kiểu dữ liệu.",
                        "The field \"" + field + "\" has the wrong type of value."));
    }

    private static HubException empty() {
        return new HubException(
                HubException.Reason.INVALID,
                "json.object",
                new Text("Nội dung phải là một đối tượng JSON.", "The body must be a JSON object."));
    }

    private static HubException refusal(String field, String rule, Text text) {
        return new HubException(HubException.Reason.INVALID, rule, text, List.of(new FieldError(field, rule, text)));
    }

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String known(UnrecognizedPropertyException unknown) {
        var known = unknown.getKnownPropertyIds();
        return known == null ? "" : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type.isRecord();
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        out.write(bytes(value));
    }
}

package vn.matluoi.api.forward;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.AreaCode;

/**
 * One message on its way to a receiver, as a CloudEvent (CloudEvents 1.0.2). It may come to a receiver more than once, always
 * with the same id and source: by them a receiver drops repeats.
 *
 * @param sequence its place in the journal it is from; they grow, with gaps where nothing is for this sink
 * @param id CloudEvents {@code id}: 1 to 40 letters, digits and hyphens; stays the same however often it is sent
 * @param source CloudEvents {@code source}: names the hub's database and the journal, as an URN
 * @param type CloudEvents {@code type}, for example {@code vn.matluoi.event.motion} or {@code vn.matluoi.camera.updated}
 * @param key what order is kept within, for receivers that have partitions or topics: the id of the source that reported an
 *     event, of the camera that changed. 1 to 60 letters, digits and hyphens
 * @param subject CloudEvents {@code subject}: the camera, if it is one's; 1 to 60 letters, digits and hyphens
 * @param area where it stands; empty where nothing that has an area is told of
 * @param time CloudEvents {@code time}: when the hub wrote it in its journal
 * @param json the whole CloudEvent in the JSON format, UTF-8, one line without a line break, at most 1 MiB; not to be changed
 */
public record Delivery(
        long sequence,
        String id,
        String source,
        String type,
        String key,
        Optional<String> subject,
        Optional<AreaCode> area,
        Instant time,
        byte[] json) {

    /** Content type of one CloudEvent in the JSON format. */
    public static final String STRUCTURED = "application/cloudevents+json";

    /** Content type of a JSON array of CloudEvents in the JSON format. */
    public static final String BATCHED = "application/cloudevents-batch+json";

    public Delivery {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(json, "json");
    }

    /** @return the CloudEvent as text */
    public String text() {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Without what it says: that belongs in no log. */
    @Override
    public String toString() {
        return "%s %s".formatted(type, id);
    }
}

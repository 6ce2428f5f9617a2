package vn.matluoi.media.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/vn.matluoi.media.cfg}, for tools that show them; {@link Settings} checks the values. */
@ObjectClassDefinition(name = "Mắt Lưới: media", description = "Xem trực tiếp qua RTSP / Live pictures over RTSP")
@interface MediaConfig {

    /** The configuration's name. */
    String PID = "vn.matluoi.media";

    @AttributeDefinition(
            description = "TCP port viewers connect to; 0 for any free one. Without a value the system property"
                    + " matluoi.port.rtsp counts, then 8554.",
            min = "0",
            max = "65535",
            required = false)
    int rtsp_port() default 8554;

    @AttributeDefinition(description = "Address to listen on; 0.0.0.0 opens it to every network.", required = false)
    String rtsp_address() default "127.0.0.1";

    @AttributeDefinition(
            description = "Host name or address that stands in ticket addresses. Without a value rtsp.address.",
            required = false)
    String rtsp_host() default "";

    @AttributeDefinition(
            description = "Seconds a camera's stream stays open after its last viewer.",
            min = "1",
            max = "3600",
            required = false)
    int linger_seconds() default 25;

    @AttributeDefinition(
            description = "Bytes that may be queued for all slow viewers together; as many again may be on their way"
                    + " into sockets, and half as many kept for new viewers. Without a value a quarter of the"
                    + " direct memory.",
            min = "1048576",
            max = "68719476736",
            required = false)
    long queue_bytes_total();

    @AttributeDefinition(
            description = "Bytes that may wait for one slow viewer.",
            min = "65536",
            max = "67108864",
            required = false)
    long queue_bytes_viewer() default 2_097_152;

    @AttributeDefinition(
            description = "Connections of viewers there may be.",
            min = "1",
            max = "65535",
            required = false)
    int connections_total() default 4096;

    @AttributeDefinition(
            description = "Connections there may be from one address.",
            min = "1",
            max = "65535",
            required = false)
    int connections_address() default 256;
}

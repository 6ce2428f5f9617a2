package ${package};

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/**
 * A recorder that does not exist, made of what a test gives it. Whatever it is not given it refuses with 404. Every address
 * it tells is one that nobody can reach from here.
 */
final class ${className}Recorder implements DeviceServer.Handler {

    static final String SERIAL = "SN0001234567";

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** Four channels: 3 is offline, 4 is a slot without a camera. */
    static ${className}Recorder four() {
        return new ${className}Recorder()
                .on(
                        Description.PATH,
                        """
                        protocol=keyvalue/1
                        manufacturer=${className}
                        model=NVR-4
                        serial=SN 0001-234567
                        firmware=1.2.0
                        mac=02:00:00:00:00:01
                        name=Trụ sở xã
                        type=NVR
                        """)
                .on(
                        Layout.PATH,
                        "channels=4\n" + camera(1, "Cổng trước", "online") + camera(2, "Sân sau", "online")
                                + camera(3, "Nhà xe", "offline") + "channel.3.why=no answer\n"
                                + "channel.4.name=\nchannel.4.state=empty\n")
                .on(${className}Events.PATH, Answer.endless("text/plain; charset=utf-8"));
    }

    private static String camera(int number, String name, String state) {
        return """
                channel.%1$d.name=%2$s
                channel.%1$d.state=%3$s
                channel.%1$d.kind=ip
                channel.%1$d.address=192.0.2.%1$d
                channel.%1$d.main=rtsp://192.0.2.9:8654/live/%1$d/main
                channel.%1$d.main.codec=H265
                channel.%1$d.main.size=2560x1440
                channel.%1$d.main.fps=25
                channel.%1$d.main.kbps=4096
                channel.%1$d.sub=rtsp://192.0.2.9:8654/live/%1$d/sub
                channel.%1$d.sub.codec=H264
                channel.%1$d.sub.size=640x360
                channel.%1$d.sub.fps=12
                channel.%1$d.sub.kbps=512
                """
                .formatted(number, name, state);
    }

    ${className}Recorder on(String path, String body) {
        return on(path, Answer.text(body));
    }

    ${className}Recorder on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** @return a line of its event stream. @param phase {@code begin} or {@code end} */
    static String motion(int channel, String phase) {
        return "time=%s event=motion phase=%s channel=%d\n".formatted(Instant.now(), phase, channel);
    }

    @Override
    public Answer answer(Request request) {
        if (request.path().equals(${className}Health.PATH) && !answers.containsKey(${className}Health.PATH)) {
            return Answer.text(
                    """
                    time=%s
                    firmware=1.2.0
                    disk.1.state=ok
                    disk.1.total-mb=953869
                    disk.1.free-mb=0
                    channel.1.recording=true
                    channel.2.recording=true
                    channel.3.recording=true
                    """
                            .formatted(Instant.now()));
        }
        return answers.getOrDefault(request.path(), Answer.of(404, "text/plain", ""));
    }
}

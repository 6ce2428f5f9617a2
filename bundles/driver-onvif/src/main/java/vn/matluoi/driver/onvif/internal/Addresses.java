package vn.matluoi.driver.onvif.internal;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.XmlElement;

/**
 * Where streams are: {@code GetStreamUri}, cleaned, and rewritten to the source's host. An address is kept for a minute, as many
 * people may ask at once; one that the device calls invalid after a connection or a restart is asked for each time.
 */
final class Addresses {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final String SETUP = "<trt:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream>"
            + "<tt:Transport><tt:Protocol>RTSP</tt:Protocol></tt:Transport></trt:StreamSetup>";

    private final Onvif onvif;
    private final Target target;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(Instant until, URI uri) {}

    Addresses(Onvif onvif, Target target, InstantSource clock) {
        this.onvif = onvif;
        this.target = target;
        this.clock = clock;
    }

    void forget() {
        kept.clear();
    }

    StreamAddress of(Profile profile) throws DeviceException {
        var now = clock.instant();
        var known = kept.get(profile.token());
        if (known == null || !now.isBefore(known.until) || now.plus(KEPT).isBefore(known.until)) {
            var answer = ask(profile);
            var uri = rtsp(
                    onvif,
                    target,
                    answer.child("MediaUri").orElse(answer).text("Uri").orElse(""),
                    "GetStreamUri");
            known = new Kept(now.plus(lasts(answer) ? KEPT : Duration.ZERO), uri);
            kept.put(profile.token(), known);
        }
        return new StreamAddress(target.id(), known.uri, target.user(), target.secret());
    }

    private static boolean lasts(XmlElement answer) {
        return List.of("InvalidAfterConnect", "InvalidAfterReboot").stream()
                .flatMap(name -> answer.all(name).stream())
                .noneMatch(flag ->
                        flag.text().equalsIgnoreCase("true") || flag.text().equals("1"));
    }

    private XmlElement ask(Profile profile) throws DeviceException {
        var token = profile.token();
        if (!profile.media2()) {
            return onvif.ask(
                    Operation.of(Service.MEDIA, "GetStreamUri", SETUP + Soap.element("trt:ProfileToken", token)));
        }
        try {
            return two("RTSP", token);
        } catch (Unsupported | Garbled e) {
            return two("RtspUnicast", token);
        }
    }

    private XmlElement two(String protocol, String token) throws DeviceException {
        return onvif.ask(Operation.of(
                Service.MEDIA2,
                "GetStreamUri",
                Soap.element("tr2:Protocol", protocol) + Soap.element("tr2:ProfileToken", token)));
    }

    /** @return the address on the source's host */
    static URI rtsp(Onvif onvif, Target target, String raw, String operation) throws DeviceException {
        var told = Told.read(raw)
                .filter(t -> t.scheme().equals("rtsp") || t.scheme().equals("rtsps"))
                .orElseThrow(() -> Words.otherAnswer(operation, Clean.word(raw.replaceAll("//[^/@]*@", "//"))));
        return told.at("rtsp", target.address().getHost(), onvif.ports().rtsp(told))
                .orElseThrow(() -> Words.otherAnswer(operation, "rtsp"));
    }
}

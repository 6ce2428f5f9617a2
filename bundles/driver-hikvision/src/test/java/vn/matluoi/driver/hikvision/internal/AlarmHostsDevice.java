package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/** A recorder of sixteen with room for many alarm servers, whose documents keep what is put into them; it holds no thread. */
final class AlarmHostsDevice implements DeviceServer.Handler {

    private static final int PLACES = 64;
    private static final String FREE =
            """
            <HttpHostNotification version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
            <id>%d</id><url>/</url><protocolType>HTTP</protocolType><addressingFormatType>ipaddress</addressingFormatType>
            <ipAddress>0.0.0.0</ipAddress><portNo>80</portNo><userName/><httpAuthenticationMethod>none</httpAuthenticationMethod>
            </HttpHostNotification>""";

    private final IsapiRecorder recorder = IsapiRecorder.sixteen();
    private final Map<Integer, String> places = new TreeMap<>(); // guarded by this

    AlarmHostsDevice() {
        forget();
    }

    synchronized void forget() {
        for (int id = 1; id <= PLACES; id++) {
            places.put(id, FREE.formatted(id));
        }
    }

    synchronized List<URI> servers() {
        return places.values().stream()
                .filter(place -> !place.contains("<ipAddress>0.0.0.0<"))
                .map(place -> URI.create(
                        "http://" + value(place, "ipAddress") + ":" + value(place, "portNo") + value(place, "url")))
                .toList();
    }

    private static String value(String place, String name) {
        return place.replaceAll("(?s).*<" + name + ">([^<]*)<.*", "$1");
    }

    /** Sends it, and waits for the answer. */
    void push(byte[] body) {
        for (var to : servers()) {
            try (var socket = new Socket(to.getHost(), to.getPort())) {
                socket.setSoTimeout(5000);
                var head =
                        "POST %s HTTP/1.1\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                                .formatted(to.getPath(), body.length);
                socket.getOutputStream().write(head.getBytes(UTF_8));
                socket.getOutputStream().write(body);
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public synchronized Answer answer(Request request) {
        if (!request.path().startsWith(AlarmHosts.PATH)) {
            return recorder.answer(request);
        }
        var rest = request.path().substring(AlarmHosts.PATH.length());
        if (rest.isEmpty()) {
            return Answer.xml(
                    "<HttpHostNotificationList>" + String.join("", places.values()) + "</HttpHostNotificationList>");
        }
        if (!rest.matches("/\\d+")) {
            return IsapiRecorder.refusal(403, 4, "notSupport");
        }
        int id = Integer.parseInt(rest.substring(1));
        if (request.method().equals("PUT")) {
            places.put(id, new String(request.body(), UTF_8));
            return Answer.xml(OnADevice.OK);
        }
        return Answer.xml(places.get(id));
    }
}

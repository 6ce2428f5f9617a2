package vn.matluoi.media.internal;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.media.internal.relay.Timing;

/**
 * Media alone, for trying it with other players: {@code MediaByHand rtsp://host:port/path[,…] [user] [tickets]}. It
 * prints so many addresses a stream, each good for one player, and then a line with what it does every five seconds
 * until its input closes. The password is taken from the environment, {@code MATLUOI_TRIAL_SECRET}.
 */
final class MediaByHand {

    private MediaByHand() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var user = arguments.length > 1 ? arguments[1] : "";
        var tickets = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        var secret = System.getenv().getOrDefault("MATLUOI_TRIAL_SECRET", "");
        var settings = new Settings(
                "127.0.0.1",
                Integer.getInteger("port", 0),
                "127.0.0.1",
                Duration.ofSeconds(25),
                256L << 20,
                2 << 20,
                9999,
                9999);
        var hub = new FakeHub(settings, Timing.standard());
        var streams = arguments[0].split(",");
        for (var i = 0; i < streams.length; i++) {
            var camera = CameraId.of("80", i + 1);
            hub.addresses.put(
                    camera, new StreamAddress(new SourceId("nvr-" + i), URI.create(streams[i]), user, secret));
            for (var ticket = 0; ticket < tickets; ticket++) {
                System.out.println(hub.ticket(camera));
            }
        }
        var teller = new Thread(() -> {
            try {
                while (true) {
                    Thread.sleep(5000);
                    System.err.println(hub.media.load());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        teller.setDaemon(true);
        teller.start();
        while (System.in.read() >= 0) {
            // until the other side closes
        }
        hub.close();
    }
}

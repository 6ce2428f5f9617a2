package vn.matluoi.simulators.onvif;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sends notifications to those who subscribed for them (WS-BaseNotification {@code Notify}), on loopback only. One thread for
 * all devices, which ends when there is nothing to send; who does not answer misses what was sent.
 */
final class Notifier {

    private static final int PATIENCE_MILLIS = 2000;
    private static final int MOST_WAITING = 1000;

    private static final ThreadPoolExecutor SENDER = new ThreadPoolExecutor(
            1, 1, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), Notifier::thread, (work, full) -> {});

    static {
        SENDER.allowCoreThreadTimeOut(true);
    }

    private Notifier() {}

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "onvif-notifier");
        thread.setDaemon(true);
        return thread;
    }

    static void notify(URI consumer, Event event) {
        String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<env:Envelope" + Namespaces.declarations(Set.of())
                + "><env:Header><wsa:Action>http://docs.oasis-open.org/wsn/bw-2/NotificationConsumer/Notify</wsa:Action>"
                + "<wsa:To>" + Call.escape(consumer.toString()) + "</wsa:To></env:Header><env:Body><wsnt:Notify>"
                + event.xml() + "</wsnt:Notify></env:Body></env:Envelope>\r\n";
        SENDER.execute(() -> post(consumer, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Waits until it is sent. */
    static void post(URI consumer, byte[] body) {
        try (Socket socket = new Socket()) {
            InetAddress address = InetAddress.getByName(consumer.getHost());
            if (!address.isLoopbackAddress()) {
                return;
            }
            socket.connect(new InetSocketAddress(address, consumer.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String head = "POST " + consumer.getRawPath() + " HTTP/1.1\r\nHost: " + consumer.getAuthority()
                    + "\r\nContent-Type: application/soap+xml; charset=utf-8\r\nContent-Length: " + body.length
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            socket.getInputStream().readNBytes(12);
        } catch (IOException e) {
            return; // who does not listen misses it
        }
    }
}

package vn.matluoi.media.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck.Result;

/** Asks the RTSP port as a viewer would. Blocks for at most two seconds. */
final class RtspProbe {

    private static final int PATIENCE_MS = 900;

    private RtspProbe() {}

    /**
     * @param full whether connections from an address are turned away because there are as many as there may be
     * @return whether it answers OPTIONS, and in how many milliseconds; a full house is no fault
     */
    static Result ask(InetSocketAddress address, Predicate<InetAddress> full) {
        var began = System.nanoTime();
        var target = address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
        try (var socket = new Socket()) {
            socket.connect(target, PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (answer == null) {
                return turnedAway(target, full, "closed without an answer");
            }
            if (!answer.startsWith("RTSP/1.0 200")) {
                return down(address, answer);
            }
            var millis = (System.nanoTime() - began) / 1_000_000;
            return Result.ok(new Text(
                    "Cổng RTSP %d trả lời sau %d ms.".formatted(address.getPort(), millis),
                    "RTSP port %d answered in %d ms.".formatted(address.getPort(), millis)));
        } catch (SocketTimeoutException | ConnectException e) {
            return down(address, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return turnedAway(target, full, String.valueOf(e.getMessage()));
        }
    }

    private static Result turnedAway(InetSocketAddress address, Predicate<InetAddress> full, String why) {
        if (!full.test(address.getAddress())) { // to an address of one's own one comes from that very address
            return down(address, why);
        }
        return Result.ok(new Text(
                "Cổng RTSP %d đã đủ số kết nối cho phép, không nhận thêm người xem.".formatted(address.getPort()),
                "RTSP port %d has all the connections it may have; no further viewer is let in."
                        .formatted(address.getPort())));
    }

    private static Result down(InetSocketAddress address, String why) {
        return Result.down(new Text(
                "Cổng RTSP %d không trả lời OPTIONS (%s); hãy xem nhật ký của vn.matluoi.media."
                        .formatted(address.getPort(), why),
                "RTSP port %d does not answer OPTIONS (%s); see the log of vn.matluoi.media."
                        .formatted(address.getPort(), why)));
    }
}

package vn.matluoi.simulators.recorder;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * Still pictures: colour bars and the channel's number drawn in seven segments, so that no font of the machine is needed;
 * the channel's name stands in the picture's comment (JPEG {@code COM} segment, ITU-T T.81 §B.2.4.5).
 */
public final class Snapshot {

    private static final Color[] BARS = {
        Color.LIGHT_GRAY, Color.YELLOW, Color.CYAN, Color.GREEN, Color.MAGENTA, Color.RED, Color.BLUE
    };
    /** Bits of the segments a to g for the digits 0 to 9. */
    private static final int[] DIGITS = {0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f};
    /** Segments a to g: from x, y to x, y in a field two wide and four high. */
    private static final int[][] SEGMENTS = {
        {0, 0, 2, 0}, {2, 0, 2, 2}, {2, 2, 2, 4}, {0, 4, 2, 4}, {0, 2, 0, 4}, {0, 0, 0, 2}, {0, 2, 2, 2}
    };

    private final Clip.Size size;

    static {
        ImageIO.setUseCache(false);
    }

    /** @param size of the pictures */
    public Snapshot(Clip.Size size) {
        this.size = size;
    }

    byte[] of(Channel channel) {
        return of(channel.number, channel.name);
    }

    /** A JPEG of a channel's last two digits. */
    public byte[] of(int number, String name) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        int bar = (size.width() + BARS.length - 1) / BARS.length;
        for (int i = 0; i < BARS.length; i++) {
            pen.setColor(BARS[i]);
            pen.fillRect(i * bar, 0, bar, size.height());
        }
        int unit = size.height() / 12;
        pen.setColor(Color.BLACK);
        pen.fillRect(size.width() / 2 - 4 * unit, size.height() / 2 - 3 * unit, 8 * unit, 6 * unit);
        pen.setColor(Color.WHITE);
        pen.setStroke(new BasicStroke(unit / 2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        digit(pen, number / 10 % 10, size.width() / 2 - 3 * unit, size.height() / 2 - 2 * unit, unit);
        digit(pen, number % 10, size.width() / 2 + unit, size.height() / 2 - 2 * unit, unit);
        pen.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "jpeg", jpeg)) {
                throw new IllegalStateException("this Java writes no JPEG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return withComment(jpeg.toByteArray(), name);
    }

    private static void digit(Graphics2D pen, int digit, int x, int y, int unit) {
        for (int i = 0; i < SEGMENTS.length; i++) {
            if ((DIGITS[digit] >> i & 1) == 1) {
                int[] s = SEGMENTS[i];
                pen.drawLine(x + s[0] * unit, y + s[1] * unit, x + s[2] * unit, y + s[3] * unit);
            }
        }
    }

    private static byte[] withComment(byte[] jpeg, String comment) {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(0xff);
        out.write(0xfe);
        out.write(text.length + 2 >> 8);
        out.write(text.length + 2);
        out.writeBytes(text);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}

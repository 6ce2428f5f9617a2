package vn.matluoi.http.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The device's side of Digest in tests: one nonce after another, each good for some requests, any algorithm. */
final class DigestSide implements ScriptedDevice.Script {

    private final Map<String, AtomicInteger> nonces = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    final AtomicInteger wrong = new AtomicInteger();
    final AtomicInteger right = new AtomicInteger();
    private final String algorithm;
    private final String qop;
    private final int uses;
    private final ScriptedDevice.Script then;
    volatile String secret = ScriptedDevice.SECRET;
    volatile String body = "<html><body>Unauthorized</body></html>";
    volatile boolean saysStale = true;
    final AtomicInteger stale = new AtomicInteger(); // how many more right answers are to an old nonce

    /**
     * @param algorithm empty to name none
     * @param qop empty to name none
     * @param uses how many requests a nonce is good for
     */
    DigestSide(String algorithm, String qop, int uses, ScriptedDevice.Script then) {
        this.algorithm = algorithm;
        this.qop = qop;
        this.uses = uses;
        this.then = then;
    }

    static DigestSide usual() {
        return new DigestSide("", "auth", 1000, (request, out) -> {
            ScriptedDevice.ok(out, "<a>ok</a>");
            return true;
        });
    }

    @Override
    public boolean answer(ScriptedDevice.Request request, OutputStream out) throws IOException {
        var header = request.header("Authorization");
        if (header.isEmpty()) {
            return refuse(out, false);
        }
        var nonce = field(header.get(), "nonce");
        if (!expected(request, header.get()).equals(field(header.get(), "response"))) {
            wrong.incrementAndGet();
            return refuse(out, false);
        }
        if (stale.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return refuse(out, true);
        }
        if (nonces.getOrDefault(nonce, new AtomicInteger(uses)).incrementAndGet() > uses) {
            return refuse(out, saysStale);
        }
        right.incrementAndGet();
        return then.answer(request, out);
    }

    private boolean refuse(OutputStream out, boolean stale) throws IOException {
        var nonce = "n%d:1700000000".formatted(made.incrementAndGet());
        nonces.put(nonce, new AtomicInteger());
        var challenge = "WWW-Authenticate: Digest realm=\"DVR\",%s%s nonce=\"%s\", stale=\"%s\", domain=\"::\","
                .formatted(
                        algorithm.isEmpty() ? "" : " algorithm=" + algorithm + ",",
                        qop.isEmpty() ? "" : " qop=\"" + qop + "\",",
                        nonce,
                        stale ? "TRUE" : "FALSE");
        ScriptedDevice.send(out, 401, challenge, body);
        return true;
    }

    private String expected(ScriptedDevice.Request request, String header) {
        var nonce = field(header, "nonce");
        var cnonce = field(header, "cnonce");
        var line = request.line().split(" ");
        var a1 = hash("hub:DVR:" + secret);
        if (algorithm.endsWith("-sess")) {
            a1 = hash(a1 + ":" + nonce + ":" + cnonce);
        }
        var a2 = hash(line[0] + ":" + line[1]);
        return qop.isEmpty()
                ? hash(a1 + ":" + nonce + ":" + a2)
                : hash(a1 + ":" + nonce + ":" + field(header, "nc") + ":" + cnonce + ":auth:" + a2);
    }

    static String field(String header, String name) {
        var matcher = Pattern.compile("[ ,]" + name + "=\"?([^\",]*)").matcher(header);
        return matcher.find() ? matcher.group(1) : "";
    }

    private String hash(String text) {
        var name = Optional.of(algorithm.replace("-sess", ""))
                .filter(a -> !a.isEmpty())
                .orElse("MD5");
        try {
            var bytes = MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

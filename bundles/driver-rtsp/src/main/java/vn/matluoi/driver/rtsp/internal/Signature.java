package vn.matluoi.driver.rtsp.internal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.login.Challenge;
import vn.matluoi.api.login.Digest;

/**
 * How the requests of one connection are signed, as the device demanded: by the strongest digest it offers; by Basic only
 * if it offers nothing else, the source allows it, and it never took a digest from this account. Holds the secret and
 * never prints itself.
 */
final class Signature {

    /** Option of a source: Basic may be used, which shows the password to everyone on the way. */
    static final String BASIC = "basic.allowed";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Target target;
    private final Optional<Digest> digest;

    private Signature(Target target, Optional<Digest> digest) {
        this.target = target;
        this.digest = digest;
    }

    /** @throws Refused if the demand is not met: nothing of the account is sent */
    static Signature answering(List<Challenge> challenges, Target target, Place place, Login login) throws Refused {
        if (target.user().isEmpty()) {
            throw Words.noCredentials(place.where());
        }
        var nonce = new byte[8];
        RANDOM.nextBytes(nonce);
        var digest = Digest.strongest(challenges, HexFormat.of().formatHex(nonce));
        if (digest.isPresent()) {
            return new Signature(target, digest);
        }
        if (challenges.isEmpty() || !challenges.stream().allMatch(Challenge::isBasic)) {
            throw Words.unknownLogin(place.where());
        }
        if (login.knowsDigest()) {
            throw Words.weaker(place.where());
        }
        if (!"true".equals(target.options().get(BASIC))) {
            throw Words.basicNotAllowed(place.where());
        }
        return new Signature(target, Optional.empty());
    }

    boolean isDigest() {
        return digest.isPresent();
    }

    /**
     * @return the value of {@code Authorization}
     * @throws Garbled if what the device demands, or the user name, would break the line
     */
    String sign(String method, String uri) throws Garbled {
        var basic = (target.user() + ":" + target.secret()).getBytes(StandardCharsets.UTF_8);
        var text = digest.map(d -> d.sign(method, uri, target.user(), target.secret()))
                .orElseGet(() -> "Basic " + Base64.getEncoder().encodeToString(basic));
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw Words.unusableDemand();
        }
        return text;
    }

    @Override
    public String toString() {
        return isDigest() ? "a digest log-in" : "a Basic log-in";
    }
}

package vn.matluoi.core.internal.testing;

import java.nio.charset.StandardCharsets;
import vn.matluoi.api.secret.Vault;

/** Binds a secret to its context without hiding it. */
public final class PlainVault implements Vault {

    @Override
    public byte[] seal(String context, char[] secret) {
        return (context + "=" + new String(secret)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public char[] open(String context, byte[] sealed) {
        var text = new String(sealed, StandardCharsets.UTF_8);
        if (!text.startsWith(context + "=")) {
            throw new IllegalArgumentException("sealed for another context");
        }
        return text.substring(context.length() + 1).toCharArray();
    }
}

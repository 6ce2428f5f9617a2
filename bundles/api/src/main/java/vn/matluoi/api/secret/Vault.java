package vn.matluoi.api.secret;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Seals secrets with AES-256-GCM under the hub's master key, a file made at first start and readable by its
 * owner alone. What is sealed for one context does not open for another, so a sealed password moved to
 * another source's row is useless.
 */
@ProviderType
public interface Vault {

    /**
     * @param context what the secret belongs to, for example {@code source/nvr-1}; bound as additional data
     * @param secret the clear text; the caller keeps and clears it
     * @return sealed bytes, with their own random nonce; safe to store
     */
    byte[] seal(String context, char[] secret);

    /**
     * @return the clear text, for the caller to clear after use
     * @throws IllegalArgumentException if the bytes were changed, or sealed for another context or key
     */
    char[] open(String context, byte[] sealed);
}

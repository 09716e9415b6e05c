package io.parley.persistence.admin;

import io.parley.persistence.schema.Schema;
import io.parley.persistence.schema.ServerDataSources;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells MicroProfile JWT which key and issuer to trust, from the database. Asked while the application deploys, possibly before
 * the persistence unit, so it brings the schema up to date itself.
 */
public class SessionKeyConfigSource implements ConfigSource {

    /** The issuer of tokens for console and REST. */
    public static final String ISSUER = "parley";

    private static final String PUBLIC_KEY = "mp.jwt.verify.publickey";

    /** The console's cookie. REST takes the same token as bearer token. */
    public static final String COOKIE = "PARLEY";

    /** The life of a token in seconds: a working day. */
    public static final long TOKEN_LIFE_SECONDS = 8 * 3600;

    private static final Map<String, String> FIXED = Map.of(
            "mp.jwt.verify.issuer", ISSUER,
            "mp.jwt.verify.publickey.algorithm", "RS256",
            "mp.jwt.verify.clock.skew", "5",
            "mp.jwt.token.header", "Cookie",
            "mp.jwt.token.cookie", COOKIE,
            "smallrye.jwt.always-check-authorization", "true");

    private @Nullable String publicKey;

    @Override
    public Set<String> getPropertyNames() {
        Set<String> names = new HashSet<>(FIXED.keySet());
        names.add(PUBLIC_KEY);
        return names;
    }

    @Override
    public @Nullable String getValue(String name) {
        return PUBLIC_KEY.equals(name) ? publicKey() : FIXED.get(name);
    }

    private synchronized String publicKey() {
        String known = publicKey;
        if (known == null) {
            DataSource dataSource = ServerDataSources.application();
            Schema.migrateOnce(ServerDataSources.owner(), dataSource);
            known = JsonWebKeys.of(new ServerKeys(dataSource, SecretVault.open()).sessionKeys(TOKEN_LIFE_SECONDS));
            publicKey = known;
        }
        return known;
    }

    @Override
    public String getName() {
        return "parley-session-key";
    }

    @Override
    public int getOrdinal() {
        return 90; // below a file in the deployment, so that an external issuer can be configured over it
    }
}

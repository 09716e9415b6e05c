package io.parley.persistence.admin;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The server's own keys: made at the first start, kept in the database so that all nodes share them. Plain JDBC: a key is asked for
 * within transactions and outside of them.
 */
public final class ServerKeys {

    /** Signs console and REST tokens, RS256. */
    public record SessionKey(String kid, PrivateKey privateKey, byte[] publicKey) {}

    /** A key that a token may be signed with. */
    public record PublicKey(String kid, byte[] encoded) {}

    /** The number of keys that are made ahead; each is good for one rotation without a restart. */
    private static final int SPARE = 4;

    private record Row(String kid, byte[] ciphertext, byte @Nullable [] publicKey) {}

    private final DataSource dataSource;
    private final SecretVault vault;

    public ServerKeys(DataSource dataSource, SecretVault vault) {
        this.dataSource = dataSource;
        this.vault = vault;
    }

    /** Signs from now on. */
    public SessionKey sessionKey() {
        Row row = loadOrMake(ServerKey.Purpose.SESSION);
        try {
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(vault.unseal(row.ciphertext)));
            byte[] publicKey = row.publicKey;
            if (publicKey == null) {
                throw new IllegalStateException("session key " + row.kid + " has no public part");
            }
            return new SessionKey(row.kid, key, publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("session key " + row.kid + " cannot be read", e);
        }
    }

    /**
     * All keys that tokens may be signed with until the next start: the active one, those made ahead, and those retired so lately
     * that tokens of theirs may still be in use.
     *
     * @param tokenLifeSeconds how long a token lives
     */
    public List<PublicKey> sessionKeys(long tokenLifeSeconds) {
        loadOrMake(ServerKey.Purpose.SESSION);
        try (Connection connection = dataSource.getConnection()) {
            for (int spare = spares(connection); spare < SPARE; spare++) {
                insert(connection, ServerKey.Purpose.SESSION, make(ServerKey.Purpose.SESSION), false);
            }
            List<PublicKey> keys = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement("""
                    select kid, public_key from server_key where purpose = 'SESSION' and public_key is not null
                    and (retired_at is null or retired_at > now() - make_interval(secs => ?)) order by created_at""")) {
                statement.setDouble(1, tokenLifeSeconds);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        keys.add(new PublicKey(rows.getString(1), rows.getBytes(2)));
                    }
                }
            }
            return keys;
        } catch (SQLException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot load the keys of sessions", e);
        }
    }

    private static int spares(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "select count(*) from server_key where purpose = 'SESSION' and activated_at is null");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /**
     * Retires the active key of sessions and takes the oldest that was made ahead, in the caller's transaction.
     *
     * @return the new key's id, empty when none is left: the next start makes more
     */
    public Optional<String> rotateSessionKey() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement retire = connection.prepareStatement("""
                        update server_key set retired_at = now() where purpose = 'SESSION' and retired_at is null
                        and activated_at is not null
                        and exists (select 1 from server_key where purpose = 'SESSION' and activated_at is null)""");
                PreparedStatement activate = connection.prepareStatement("""
                        update server_key set activated_at = now() where purpose = 'SESSION' and kid = (
                        select kid from server_key where purpose = 'SESSION' and activated_at is null order by created_at, kid limit 1)
                        returning kid""")) {
            if (retire.executeUpdate() == 0) {
                return Optional.empty();
            }
            try (ResultSet rows = activate.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot rotate the key of sessions", e);
        }
    }

    /** 32 bytes for HMAC-SHA256. */
    public byte[] ticketKey() {
        return vault.unseal(loadOrMake(ServerKey.Purpose.TICKET).ciphertext);
    }

    private Row loadOrMake(ServerKey.Purpose purpose) {
        try (Connection connection = dataSource.getConnection()) {
            Row row = load(connection, purpose);
            if (row == null) {
                insert(connection, purpose, make(purpose), true);
                row = load(connection, purpose); // another node may have been first
            }
            if (row == null) {
                throw new IllegalStateException("no " + purpose + " key");
            }
            return row;
        } catch (SQLException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot load the " + purpose + " key", e);
        }
    }

    private static @Nullable Row load(Connection connection, ServerKey.Purpose purpose) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select kid, ciphertext, public_key from server_key where purpose = ? and retired_at is null"
                        + " and activated_at is not null")) {
            statement.setString(1, purpose.name());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? new Row(rows.getString(1), rows.getBytes(2), rows.getBytes(3)) : null;
            }
        }
    }

    private static void insert(Connection connection, ServerKey.Purpose purpose, Row row, boolean active)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into server_key (purpose, kid, ciphertext, public_key, created_at, activated_at)
                values (?, ?, ?, ?, clock_timestamp(), case when ? then now() end) on conflict do nothing""")) {
            statement.setString(1, purpose.name());
            statement.setString(2, row.kid);
            statement.setBytes(3, row.ciphertext);
            statement.setBytes(4, row.publicKey);
            statement.setBoolean(5, active);
            statement.executeUpdate();
        }
    }

    private Row make(ServerKey.Purpose purpose) throws GeneralSecurityException {
        byte[] name = new byte[6];
        SecureRandom random = new SecureRandom();
        random.nextBytes(name);
        String kid = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        if (purpose == ServerKey.Purpose.SESSION) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new Row(
                    kid,
                    vault.seal(pair.getPrivate().getEncoded()),
                    pair.getPublic().getEncoded());
        }
        byte[] key = new byte[32];
        random.nextBytes(key);
        return new Row(kid, vault.seal(key), null);
    }
}

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
import java.util.Base64;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The server's own keys: made at the first start, kept in the database so that all nodes share them. Plain JDBC, because the token
 * check of the REST layer wants its key before any persistence unit is up.
 */
public final class ServerKeys {

    /** Signs console and REST tokens, RS256. */
    public record SessionKey(String kid, PrivateKey privateKey, byte[] publicKey) {

        /** The public key as PEM text. */
        public String publicPem() {
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
                    + "\n-----END PUBLIC KEY-----";
        }
    }

    private record Row(String kid, byte[] ciphertext, byte @Nullable [] publicKey) {}

    private final DataSource dataSource;
    private final SecretVault vault;

    public ServerKeys(DataSource dataSource, SecretVault vault) {
        this.dataSource = dataSource;
        this.vault = vault;
    }

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

    /** 32 bytes for HMAC-SHA256. */
    public byte[] ticketKey() {
        return vault.unseal(loadOrMake(ServerKey.Purpose.TICKET).ciphertext);
    }

    private Row loadOrMake(ServerKey.Purpose purpose) {
        try (Connection connection = dataSource.getConnection()) {
            Row row = load(connection, purpose);
            if (row == null) {
                insert(connection, purpose, make(purpose));
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
                "select kid, ciphertext, public_key from server_key where purpose = ? and retired_at is null")) {
            statement.setString(1, purpose.name());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? new Row(rows.getString(1), rows.getBytes(2), rows.getBytes(3)) : null;
            }
        }
    }

    private static void insert(Connection connection, ServerKey.Purpose purpose, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into server_key (purpose, kid, ciphertext, public_key, created_at) values (?, ?, ?, ?, now())
                on conflict do nothing""")) {
            statement.setString(1, purpose.name());
            statement.setString(2, row.kid);
            statement.setBytes(3, row.ciphertext);
            statement.setBytes(4, row.publicKey);
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

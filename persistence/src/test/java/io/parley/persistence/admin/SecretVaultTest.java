package io.parley.persistence.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretVaultTest {

    private static final byte[] SECRET = "fa94dd0f974cf2e293728a526b028271".getBytes(StandardCharsets.US_ASCII);

    @Test
    void whatIsSealedComesBackAndLooksDifferentEachTime() {
        SecretVault vault = new SecretVault(new byte[32]);
        byte[] sealed = vault.seal(SECRET);
        assertThat(sealed).isNotEqualTo(vault.seal(SECRET));
        assertThat(vault.unseal(sealed)).isEqualTo(SECRET);
    }

    @Test
    void aChangedByteOrAnotherMasterKeyIsNoticed() {
        SecretVault vault = new SecretVault(new byte[32]);
        byte[] sealed = vault.seal(SECRET);
        byte[] other = new byte[32];
        other[0] = 1;
        assertThatThrownBy(() -> new SecretVault(other).unseal(sealed)).isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.unseal(changed)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> vault.unseal(new byte[3])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMasterKeyHas32Bytes() {
        assertThatThrownBy(() -> new SecretVault(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }
}

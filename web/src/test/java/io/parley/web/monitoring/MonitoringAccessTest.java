package io.parley.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.RequestOrigin;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads metrics. */
class MonitoringAccessTest {

    private static final String LOOPBACK = "127.0.0.0/8,::1";

    private final RequestOrigin origin = new RequestOrigin();

    private MonitoringAccess from(String addresses) {
        return new MonitoringAccess(addresses, origin);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.9.9.9, true",
        "0:0:0:0:0:0:0:1, true",
        "192.0.2.7, false",
        "2001:db8::1, false",
        "'', false"
    })
    void loopbackMay(String address, boolean granted) {
        assertThat(from(LOOPBACK).isGranted(address, false)).isEqualTo(granted);
    }

    /** A proxy on this machine that is not named as one makes all its clients look like this machine. */
    @Test
    void whatAProxyHandsOverDoesNotComeFromThisMachine() {
        assertThat(from(LOOPBACK).isGranted("127.0.0.1", true)).isFalse();
        assertThat(from("127.0.0.1").isGranted("127.0.0.1", true)).isFalse();
        assertThat(from("0.0.0.0/0").isGranted("127.0.0.1", true)).isFalse();
        assertThat(from("10.0.0.0/8").isGranted("10.1.2.3", true)).isTrue();
    }

    @Test
    void theNamedNetworksMayAndNoOther() {
        MonitoringAccess access = from("10.0.0.0/8, 2001:db8::/32");
        assertThat(access.isGranted("10.1.2.3", false)).isTrue();
        assertThat(access.isGranted("2001:db8:1::9", false)).isTrue();
        assertThat(access.isGranted("127.0.0.1", false)).isFalse();
        assertThat(from("none").isGranted("127.0.0.1", false)).isFalse();
    }

    @Test
    void aSystemAdministratorMayFromAnywhereAndOtherRolesMayNot() {
        origin.holds(Set.of(Roles.SECURITY_ADMIN));
        assertThat(from("none").isGranted("192.0.2.7", false)).isFalse();
        origin.holds(Set.of(Roles.SYSTEM_ADMIN, Roles.OPERATOR));
        assertThat(from("none").isGranted("192.0.2.7", false)).isTrue();
        assertThat(from(LOOPBACK).isGranted("127.0.0.1", true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "127.0.0.1;::1", "any"})
    void whatIsNoAddressIsNamedWithItsSetting(String wrong) {
        assertThatThrownBy(() -> from(wrong))
                .hasMessageContaining("parley.metrics.from")
                .hasMessageContaining(wrong);
    }
}

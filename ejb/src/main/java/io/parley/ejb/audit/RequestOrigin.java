package io.parley.ejb.audit;

import jakarta.enterprise.context.RequestScoped;
import java.util.Map;
import java.util.Set;

/** The request in which an administrator does something: its address, and the person and the roles behind it. Set once, where requests come in. */
@RequestScoped
public class RequestOrigin {

    private String address = "";
    private Map<String, Object> identity = Map.of();
    private Set<String> roles = Set.of();

    /** Empty when nobody asked: at a start, by a timer. */
    public String address() {
        return address;
    }

    /** Issuer and subject, by which the identity provider knows the administrator; empty for local accounts. */
    public Map<String, Object> identity() {
        return identity;
    }

    /** Of the administrator who is signed in; empty for strangers. */
    public Set<String> roles() {
        return roles;
    }

    public void holds(Set<String> held) {
        roles = Set.copyOf(held);
    }

    public void isOf(String issuer, String subject) {
        identity = Map.of("issuer", issuer, "subject", subject);
    }

    public void comesFrom(String from) {
        address = from;
    }
}

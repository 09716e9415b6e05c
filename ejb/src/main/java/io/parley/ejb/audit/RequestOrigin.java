package io.parley.ejb.audit;

import jakarta.enterprise.context.RequestScoped;
import java.util.Map;

/** From which address the request comes in which an administrator does something; said once, where requests come in. */
@RequestScoped
public class RequestOrigin {

    private String address = "";
    private Map<String, Object> identity = Map.of();

    /** Empty when nobody asked: at a start, by a timer. */
    public String address() {
        return address;
    }

    /** Issuer and subject, by which the identity provider knows the administrator; empty for local accounts. */
    public Map<String, Object> identity() {
        return identity;
    }

    public void isOf(String issuer, String subject) {
        identity = Map.of("issuer", issuer, "subject", subject);
    }

    public void comesFrom(String from) {
        address = from;
    }
}

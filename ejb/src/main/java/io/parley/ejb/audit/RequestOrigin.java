package io.parley.ejb.audit;

import jakarta.enterprise.context.RequestScoped;

/** From which address the request comes in which an administrator does something; said once, where requests come in. */
@RequestScoped
public class RequestOrigin {

    private String address = "";

    /** Empty when nobody asked: at a start, by a timer. */
    public String address() {
        return address;
    }

    public void comesFrom(String from) {
        address = from;
    }
}

package io.parley.persistence.room;

import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;

/** Who asks to come in, with what, and from where. */
public record JoiningUser(
        UserId userId, UserName userName, ClientKind clientKind, String clientVersion, String address) {

    public JoiningUser {
        clientVersion = clientVersion.length() > 64 ? clientVersion.substring(0, 64) : clientVersion;
    }
}

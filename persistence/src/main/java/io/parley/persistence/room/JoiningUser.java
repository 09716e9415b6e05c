package io.parley.persistence.room;

import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;

/** A user who asks to come in, its client, and its address. */
public record JoiningUser(
        UserId userId, UserName userName, ClientKind clientKind, String clientVersion, String address) {

    public JoiningUser {
        clientVersion = clientVersion.length() > 64 ? clientVersion.substring(0, 64) : clientVersion;
    }
}

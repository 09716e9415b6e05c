package io.parley.web.signal;

import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps the client's address of the upgrade request for the connection that it becomes. */
public class SignalHandshake extends ServerEndpointConfig.Configurator {

    private static final String PROPERTY = "parley.client-address";

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
            if (header.getKey().toLowerCase(Locale.ROOT).equals(ClientAddressFilter.HEADER.toLowerCase(Locale.ROOT))
                    && !header.getValue().isEmpty()) {
                config.getUserProperties().put(PROPERTY, header.getValue().get(0));
            }
        }
    }

    /** The client's address, empty if the server did not tell it. */
    static String address(EndpointConfig config) {
        return config.getUserProperties().get(PROPERTY) instanceof String address ? address : "";
    }
}
